/**
 * The whole thing on one machine that has a JDK and nothing else: {@code ./mvnw -Pdemo}. Start at
 * {@link org.memorycached.e2e.demo.Demo}.
 *
 * <p>The memcached servers run inside the launcher's JVM; the portal and the applications are processes of their own,
 * started from their jars as in production.
 */
@NullMarked
package org.memorycached.e2e.demo;

import org.jspecify.annotations.NullMarked;
