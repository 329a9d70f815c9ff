/** The library without HTTP, by JMH, beside the raw client and the repositories of Spring Session. */
@NullMarked
package org.memorycached.e2e.benchmark.library;

import org.jspecify.annotations.NullMarked;
