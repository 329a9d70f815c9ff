/** Who may see which page, and what guards the pages. Start at {@link PortalSecurity}. */
@NullMarked
package org.memorycached.portal.security;

import org.jspecify.annotations.NullMarked;
