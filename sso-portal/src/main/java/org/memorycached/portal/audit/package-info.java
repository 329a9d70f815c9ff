/** What happened to sessions, for those who have to answer for them. Start at {@link AuditLog}. */
@NullMarked
package org.memorycached.portal.audit;

import org.jspecify.annotations.NullMarked;
