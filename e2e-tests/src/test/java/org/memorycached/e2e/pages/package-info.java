/** The pages as a user sees them. Each action returns the page it leads to. */
@NullMarked
package org.memorycached.e2e.pages;

import org.jspecify.annotations.NullMarked;
