/**
 * Each session on several central servers, so that any one of them can be lost at any moment: how its copies are kept
 * alike, and what becomes of a server that was away. An index of a principal's sessions and a reference are kept the
 * same way. Start at {@link org.memorycached.session.replication.ReplicatedTier}.
 *
 * <p><b>Where.</b> A key's servers are the first two (option {@code copies}) of its order by rendezvous hashing. When a
 * server is added or taken away, at most one of a key's two changes, so the other still has the session.
 *
 * <p><b>Reads</b> ask both at once and take the newest: a session counts its writes in {@code revision}. What is missing
 * or older on the other is repaired without waiting. A session that was ended leaves the value {@code ended} behind until
 * it would have ended by itself; that beats every revision, so that no late repair brings the session back. So a server
 * that has missed something cannot do harm while the other answers.
 *
 * <p><b>Writes</b> are acknowledged when all of the key's servers that can be reached have taken them. A change is decided
 * between writers by compare-and-swap on the first of them, and then brought to the others. Those that could not be
 * reached <b>missed</b> it: before anybody relies on the write, that is noted on a server that took it ({@code
 * tier:missed:<server>}).
 *
 * <p><b>A server alone.</b> When only one of a key's servers answers, what it says counts under two conditions. What it
 * <i>has</i> counts unless the one that is away had noted that it missed writes: a server that was frozen or cut off looks
 * sound when it comes back, but may have sessions whose end it missed. What it does <i>not</i> have is missing only if it is
 * <b>complete</b> ({@code tier:state:<servers>}, an entry on the server itself that a restart loses): a server that came
 * back empty does not know what it had. Otherwise the answer is "unavailable", neither the session nor "there is none".
 *
 * <p><b>Whole again.</b> Every process looks at these entries four times in a revocation lease. The first that finds a
 * server which missed writes, or is not complete, brings to it what belongs there from the other servers, whose keys
 * memcached can list: what it lacks, and what they have in a newer state. It does so twice, three seconds apart, for a
 * write may have reached this server before it was lost and the other one after it was looked through; and twice again,
 * as often as the server misses more in between. Then every follower is made to doubt the copies of what that server has,
 * the notes are settled, and it is declared complete. Meanwhile the server is used like any other, and not believed
 * alone. It is emptied only when the writes it missed are nowhere any
 * more, because the server that had them, and the note, came back empty: a process that remembers the note says so.
 *
 * <p><b>Servers that cannot list their keys</b> are those that ask for a password ({@code memcached -S} speaks the binary
 * protocol only, and refuses to start with the text protocol's {@code -Y} beside it), and embedded ones. Nothing is brought
 * to a server from them; a session is copied when it is read. So a server that came back empty is declared complete without
 * the sessions that nobody has used since: when the other one is lost too, those users sign in again. And a server that
 * missed writes, be it one that took longer than its timeout, is emptied, for nobody could bring it the ends of sessions:
 * nothing which was ended comes back. When that befalls two servers within the idle timeout, sessions that were not used
 * in between are gone; when each missed writes of the other at once, all are. A longer {@code centralOperationTimeout}
 * makes it rarer.
 *
 * <p><b>What is not covered</b>, for no two copies can be: both servers of a session lost before the first was whole
 * again (its user signs in again), and writers that reach only the one server while readers reach only the other (they
 * may see a session's earlier state until the network is whole, and of two writes to one session that each reached one
 * server only, one is overwritten then), and a process that starts, or has not looked yet, while
 * the server with the note is away: it does not know that the other one missed something. If a server that missed writes is the only one left, its
 * sessions are unavailable, and lost when another came back empty: of the two promises the one that nothing which was
 * ended comes back is kept.
 */
@NullMarked
package org.memorycached.session.replication;

import org.jspecify.annotations.NullMarked;
