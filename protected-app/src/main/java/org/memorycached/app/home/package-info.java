/** The first page: who you are, and how this request learned it. */
@NullMarked
package org.memorycached.app.home;

import org.jspecify.annotations.NullMarked;
