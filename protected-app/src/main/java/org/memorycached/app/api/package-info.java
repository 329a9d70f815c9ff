/** The same answers for scripts, as JSON. */
@NullMarked
package org.memorycached.app.api;

import org.jspecify.annotations.NullMarked;
