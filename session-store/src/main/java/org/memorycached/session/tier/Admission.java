package org.memorycached.session.tier;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server lets this application in, over all connections to it. What is wrong is told once, however often it is
 * tried again. Thread-safe.
 */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final ServerAddress address;
    private final AtomicReference<@Nullable String> complaint = new AtomicReference<>();

    Admission(ServerAddress address) {
        this.address = address;
    }

    void granted() {
        if (complaint.getAndSet(null) != null) {
            LOG.info("{} accepts the user name and the password now", address);
        }
    }

    void refused(Credentials credentials) {
        complain(
                "refused the user name '" + credentials.username() + "' and the password of the option "
                        + credentials.option(),
                "check both there, and the server's own list of users (saslpasswd2)");
    }

    /** The password is no protection then, and whoever gave it believes that it is. */
    void notAskedFor(Credentials credentials) {
        complain(
                "does not know SASL, though the option " + credentials.option() + " gives a password for it",
                "start it with memcached -S, or leave the option out");
    }

    /** Nothing was sent to it but what it does not do for strangers. */
    void wanted() {
        complain(
                "asks for a user name and a password, and there are none for it",
                "set the option sasl, or localSasl for a local server, and the binary protocol");
    }

    /** What is wrong, for the message of an outage. */
    String reason() {
        String known = complaint.get();
        return address + " " + (known == null ? "has not let this application in yet" : known);
    }

    private void complain(String what, String fix) {
        if (!what.equals(complaint.getAndSet(what))) {
            LOG.warn("{} {}: {}. It counts as unavailable until then", address, what, fix);
        }
    }
}
