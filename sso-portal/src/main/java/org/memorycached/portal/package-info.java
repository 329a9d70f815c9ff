/**
 * The single sign-on portal: the one place where users give their password. Start at {@link
 * org.memorycached.portal.security.PortalSecurity}, which says who may see what.
 *
 * <p>It keeps nothing between requests but what the session store has, so that any number of instances can run side by
 * side: no session of the servlet container, and CSRF tokens in a cookie.
 */
@NullMarked
package org.memorycached.portal;

import org.jspecify.annotations.NullMarked;
