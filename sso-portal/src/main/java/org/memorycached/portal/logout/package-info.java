/** Signing out of every application at once. Start at {@link EndSessionOnLogout}. */
@NullMarked
package org.memorycached.portal.logout;

import org.jspecify.annotations.NullMarked;
