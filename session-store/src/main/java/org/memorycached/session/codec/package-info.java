/**
 * What a stored session is made of, and how it becomes bytes. A {@link
 * org.memorycached.session.codec.SessionCodec} is chosen once for all nodes:
 *
 * <ul>
 *   <li>{@link org.memorycached.session.codec.JsonSessionCodec}, the default: any language can read it.
 *   <li>{@link org.memorycached.session.codec.StorableSessionCodec}: Perl reads and writes the same sessions.
 *   <li>{@link org.memorycached.session.codec.EncryptingSessionCodec}: either of them, readable with a key only.
 * </ul>
 */
@NullMarked
package org.memorycached.session.codec;

import org.jspecify.annotations.NullMarked;
