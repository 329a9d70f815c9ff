/** Who may see what, in one filter chain: {@link org.memorycached.app.security.SecurityPolicy}. */
@NullMarked
package org.memorycached.app.security;

import org.jspecify.annotations.NullMarked;
