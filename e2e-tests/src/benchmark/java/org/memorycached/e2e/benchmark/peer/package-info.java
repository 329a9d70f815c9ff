/** One small application with a profile for each way to know a user: the peers over HTTP, and ours in the same frame. */
@NullMarked
package org.memorycached.e2e.benchmark.peer;

import org.jspecify.annotations.NullMarked;
