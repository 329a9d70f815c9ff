/**
 * memcached-protocol servers inside the JVM, on Infinispan: for the demo, and for tests where there is no memcached.
 * Start at {@link org.memorycached.e2e.embedded.EmbeddedMemcached}.
 *
 * <p>They are good enough for sessions, over the binary protocol only; the module's tests hold what they are relied on
 * for, and where they differ from memcached.
 */
@NullMarked
package org.memorycached.e2e.embedded;

import org.jspecify.annotations.NullMarked;
