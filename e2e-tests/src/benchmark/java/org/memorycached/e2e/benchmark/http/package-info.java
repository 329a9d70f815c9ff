/** Applications under load over HTTP. */
@NullMarked
package org.memorycached.e2e.benchmark.http;

import org.jspecify.annotations.NullMarked;
