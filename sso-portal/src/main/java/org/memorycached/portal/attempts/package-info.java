/**
 * How often anybody may try a password. Start at {@link SignInAttempts}.
 *
 * <p>Counts, on the central servers and so for all portals together, each in a fixed window of a quarter of an
 * hour: the user name and the client's address together, the address, and the name. An address of IPv6 stands for its
 * network (/64) here, and is of a site (/48), because one customer of a provider may have 65,536 networks. None of them
 * lets a stranger lock a user out:
 *
 * <ul>
 *   <li>Name and address: after some free attempts pauses that double, then none until the window is over. That is the
 *       stranger's count alone, unless they share the user's address.
 *   <li>The address: so many failures with any names. An attempt that succeeds counts for nothing, so that a company
 *       behind one address can sign in at nine o'clock. All networks of a site have ten times as many together.
 *   <li>The name, from all addresses: when many have failed, each address that fails has had its only attempt of this
 *       window. So an attack from a thousand addresses gets a thousand attempts and not twenty thousand, and the user
 *       who types the right password still comes in, from anywhere. All networks of a site have one attempt together.
 * </ul>
 *
 * <p>A browser that the user has signed in with before is known by a cookie of its own (OWASP, "Slow down online
 * guessing attacks with device cookies"): it has a count of its own, and none of the others can stop it.
 *
 * <p>Refused is whoever the counts stop <em>before</em> their password is looked at, with 429 and the time to wait; no
 * thread waits. Names that do not exist are counted like those that do. If the counts cannot be read the answer is 503:
 * no session could be stored then either.
 */
@NullMarked
package org.memorycached.portal.attempts;

import org.jspecify.annotations.NullMarked;
