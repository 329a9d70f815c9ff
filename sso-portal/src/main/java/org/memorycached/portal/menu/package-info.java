/** The applications that people reach through the portal. Start at {@link RegisteredApplications}. */
@NullMarked
package org.memorycached.portal.menu;

import org.jspecify.annotations.NullMarked;
