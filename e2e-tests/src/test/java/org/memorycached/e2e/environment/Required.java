package org.memorycached.e2e.environment;

import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a machine may lack. A test that misses something is skipped with its reason; where the environment variable
 * {@code E2E_REQUIRED} names the thing, as CI does, it fails instead, so that nothing is left out unnoticed.
 */
public final class Required {

    public static final String CURL = "curl";
    public static final String BROWSER = "browser";
    public static final String DOCKER = "docker";
    public static final String MEMCACHED = "memcached";

    private Required() {}

    /** Goes on if the thing is there. */
    public static void assume(String thing, boolean isThere, String whatIsMissing) {
        if (!isThere) {
            System.out.println("Left out: " + whatIsMissing);
            if (isRequired(thing)) {
                Assertions.fail("E2E_REQUIRED names " + thing + ", but there is " + whatIsMissing);
            }
        }
        Assumptions.assumeTrue(isThere, whatIsMissing);
    }

    private static boolean isRequired(String thing) {
        String required = System.getenv().getOrDefault("E2E_REQUIRED", "");
        return Arrays.asList(required.split(",")).contains(thing);
    }
}
