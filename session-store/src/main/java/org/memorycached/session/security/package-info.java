/** Single sign-on for Spring Security: turns the cookie into an {@code Authentication}. Start at {@link SingleSignOn}. */
@NullMarked
package org.memorycached.session.security;

import org.jspecify.annotations.NullMarked;
