/** What a stored session is made of, and how it becomes bytes: JSON that any language can read. */
@NullMarked
package org.memorycached.session.codec;

import org.jspecify.annotations.NullMarked;
