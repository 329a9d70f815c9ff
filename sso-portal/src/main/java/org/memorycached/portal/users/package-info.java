/** Who may sign in. Start at {@link PortalUsers}. */
@NullMarked
package org.memorycached.portal.users;

import org.jspecify.annotations.NullMarked;
