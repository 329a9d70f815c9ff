/** Signing in: the page, the session it starts, and the way back. Start at {@link StartSessionOnLogin}. */
@NullMarked
package org.memorycached.portal.login;

import org.jspecify.annotations.NullMarked;
