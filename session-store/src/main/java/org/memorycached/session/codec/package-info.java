/**
 * What a stored session is made of, and how it becomes bytes: JSON that any language can read, or the hashes that Perl's
 * Storable writes.
 */
@NullMarked
package org.memorycached.session.codec;

import org.jspecify.annotations.NullMarked;
