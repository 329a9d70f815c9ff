/** Spring Boot's auto-configuration: {@code session-store.*} properties become a store and single sign-on. */
@NullMarked
package org.memorycached.session.autoconfigure;

import org.jspecify.annotations.NullMarked;
