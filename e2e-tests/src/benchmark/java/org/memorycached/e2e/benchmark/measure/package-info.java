/** Samples, their ratios, and whether a target is met. */
@NullMarked
package org.memorycached.e2e.benchmark.measure;

import org.jspecify.annotations.NullMarked;
