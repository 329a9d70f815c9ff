package org.memorycached.e2e.benchmark.revocation;

import java.io.IOException;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.session.SessionStore;

/** A node that does nothing but follow, until its standard input ends. */
public final class FollowingNode {

    static final String READY = "following";

    private FollowingNode() {}

    public static void main(String[] arguments) throws IOException {
        String[] central = arguments[1].split(",");
        try (SessionStore store = StoreVariants.node(arguments[0], central).build()) {
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // until whoever started it is gone
            }
        }
    }
}
