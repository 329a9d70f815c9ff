/** The tables and charts. */
@NullMarked
package org.memorycached.e2e.benchmark.report;

import org.jspecify.annotations.NullMarked;
