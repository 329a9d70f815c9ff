/**
 * Who is signed in, as headers: for code of the application, or an application behind a proxy, that knows nothing of
 * sessions. Start at {@link org.memorycached.session.identity.IdentityHeaders}.
 *
 * <p>A header is worth as much as the certainty that no client can send it. So {@link
 * org.memorycached.session.identity.IdentityFilter} stands in front of everything and removes what came in, on every
 * path and every dispatch, whether the path is protected or not and whether anybody is signed in or not: what
 * LemonLDAP::NG left in place where a path was not protected. Proxies write the same header in several ways
 * ({@code Auth_User}, {@code AUTH-USER}), and each of them is removed.
 */
@NullMarked
package org.memorycached.session.identity;

import org.jspecify.annotations.NullMarked;
