/** The applications as processes of their own, for the demo and for the tests. */
@NullMarked
package org.memorycached.e2e.environment;

import org.jspecify.annotations.NullMarked;
