/**
 * How a logout reaches every node: local copies that never outlive the end, or the change, of a session.
 *
 * <p><b>The feed.</b> Each central server carries its own feed next to the sessions that live on it: a counter {@code
 * feed:head}, and for each number an entry {@code feed:<n>} with the key of a session that was changed or deleted.
 * Whoever changes a session waits for the server's confirmation, then publishes, and only then answers. The counter
 * starts at the time of day in milliseconds, shifted by 20 bits, so that a restarted server counts on from a higher
 * number.
 *
 * <p><b>The follower.</b> Every process follows the feed of every central server: it polls the counter, applies the new
 * entries, and then renews a <b>lease</b> that counts from the start of that poll.
 *
 * <p><b>The rule.</b> A copy, in the heap or in the local memcached, carries a <b>stamp</b>: the follower's position
 * before the central read that the copy was made from. It is accepted only if the lease holds, and the stamp lies between
 * the follower's floor and its position, and no later revocation of this key was seen. Otherwise it is a miss. Removing
 * copies is mere housekeeping: late fills, paused processes and several processes on one host are harmless.
 *
 * <p><b>Two servers.</b> A session on two central servers is published in the feeds of both, and a copy's stamp has a
 * position in each. Then one feed that vouches for the copy is enough, as long as neither has revoked it: a change that
 * one of the servers missed is noted on the other, and the feed of a server that missed something vouches for nothing
 * (see {@link org.memorycached.session.replication}). So the loss of one server makes no copy a miss.
 *
 * <p><b>Renewal.</b> A copy is served for a minute at most (option {@code localMaxAge}), and renewed at three quarters of
 * that. When the use of its session is due to be noted ({@code touchInterval}, 45 seconds by default), the state that a
 * copy in the heap was made from is swapped for the touched one, by the version that each server gave it: if that is still
 * there the copy was true, and is renewed without a read. If it is not, because another node has touched the session, it
 * is read; so is a copy that came from the local memcached, which others may be able to write to. So a session that one
 * process serves costs each of its servers one write in 45 seconds; each further process that serves it may read it as
 * often.
 *
 * <p><b>The guarantee.</b> Once a logout has returned, no node that follows the feed accepts that session in a request
 * that starts more than one lease (by default a second) later, on any clock. A process that dies between its write
 * and its publication leaves copies that end with the local maximum age; a thread that is interrupted there finishes
 * both, unless its store is closed meanwhile. A follower that cannot reach a server does not trust the local copies of
 * that server's sessions: the answer is "unavailable", not "logged out".
 */
@NullMarked
package org.memorycached.session.revocation;

import org.jspecify.annotations.NullMarked;
