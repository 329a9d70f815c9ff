/** What it costs that a logout reaches every node, and how long it takes. */
@NullMarked
package org.memorycached.e2e.benchmark.revocation;

import org.jspecify.annotations.NullMarked;
