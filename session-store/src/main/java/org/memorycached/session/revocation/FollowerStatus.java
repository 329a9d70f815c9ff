package org.memorycached.session.revocation;

import java.time.Duration;
import java.util.Optional;

/**
 * How far one server's feed is followed.
 *
 * @param position the newest publication that is known; 0 before the first poll
 * @param lag how long ago the last successful poll began: no change before that is unknown; empty before the first
 * @param leaseLeft how much longer copies are trusted without another poll
 * @param resyncs how often all copies had to be doubted, because the feed could not be followed without a gap
 * @param revocations how many are kept in mind
 */
public record FollowerStatus(long position, Optional<Duration> lag, Duration leaseLeft, long resyncs, int revocations) {

    /** Whether copies are trusted now. */
    public boolean isFollowing() {
        return !leaseLeft.isZero();
    }
}
