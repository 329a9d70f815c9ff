/** What our applications have on their class path while they are measured, and nowhere else. */
@NullMarked
package org.memorycached.e2e.benchmark.added;

import org.jspecify.annotations.NullMarked;
