/**
 * Real memcached for tests, of this module and of others through its test-jar. Start at
 * {@link org.memorycached.session.testing.RealMemcached}.
 */
@NullMarked
package org.memorycached.session.testing;

import org.jspecify.annotations.NullMarked;
