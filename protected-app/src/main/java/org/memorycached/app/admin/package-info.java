/** A page for administrators. */
@NullMarked
package org.memorycached.app.admin;

import org.jspecify.annotations.NullMarked;
