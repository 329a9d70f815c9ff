/** The programs of this machine that are measured against, each on a free port of 127.0.0.1. */
@NullMarked
package org.memorycached.e2e.benchmark.servers;

import org.jspecify.annotations.NullMarked;
