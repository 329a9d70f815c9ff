package org.memorycached.portal.attempts;

import java.time.Duration;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.memorycached.session.limits.AttemptRule;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of signing in.
 *
 * @param window What attempts are counted in.
 * @param freeAttempts Failures with one name from one address before pauses begin.
 * @param mostAttempts Failures with one name from one address within a window.
 * @param firstPause First pause; each one after it is twice as long.
 * @param longestPause What the pauses grow to.
 * @param nameAttempts Failures with one name from all addresses, after which each address, or IPv6 site (/48), has one attempt.
 * @param addressAttempts Failures from one address with any names.
 * @param siteAttempts Failures from one IPv6 site (/48) with any names.
 * @param knownDeviceFor How long a browser that somebody signed in with is known as theirs.
 */
@ConfigurationProperties("portal.attempts")
record AttemptProperties(
        @DefaultValue("15m") Duration window,
        @DefaultValue("5") int freeAttempts,
        @DefaultValue("20") int mostAttempts,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("1m") Duration longestPause,
        @DefaultValue("50") int nameAttempts,
        @DefaultValue("100") int addressAttempts,
        @DefaultValue("1000") int siteAttempts,
        @DefaultValue("30d") Duration knownDeviceFor) {

    AttemptProperties {
        require(window.compareTo(Duration.ofSeconds(1)) >= 0, "window", window, "it is a second or more");
        require(freeAttempts >= 1, "free-attempts", freeAttempts, "allow one at least");
        require(mostAttempts >= freeAttempts, "most-attempts", mostAttempts, "it is not below free-attempts");
        require(isPositive(firstPause), "first-pause", firstPause, "it is more than zero");
        require(
                longestPause.compareTo(firstPause) >= 0,
                "longest-pause",
                longestPause,
                "it is not shorter than first-pause");
        require(nameAttempts >= 1, "name-attempts", nameAttempts, "allow one at least");
        require(addressAttempts >= 1, "address-attempts", addressAttempts, "allow one at least");
        require(siteAttempts >= 1, "site-attempts", siteAttempts, "allow one at least");
        require(isPositive(knownDeviceFor), "known-device-for", knownDeviceFor, "it is more than zero");
    }

    private static boolean isPositive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }

    private static void require(boolean holds, String name, Object value, String fix) {
        if (!holds) {
            throw new InvalidPropertyException("portal.attempts." + name, value, fix);
        }
    }

    AttemptRule withPauses() {
        return new AttemptRule(window, freeAttempts, mostAttempts, firstPause, longestPause);
    }
}
