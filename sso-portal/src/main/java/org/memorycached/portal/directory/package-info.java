/**
 * Users from an LDAP directory in place of the configuration's: {@code portal.ldap.url} turns it on. Start at {@link
 * DirectoryConfiguration}.
 *
 * <p>What each outcome becomes:
 *
 * <ul>
 *   <li>unknown user, wrong password, empty password (which LDAP calls an unauthenticated bind, and answers with
 *       success: RFC 4513, section 5.1.2): one and the same refusal; for an unknown user a bind is tried too, so that
 *       the directory is asked as often;
 *   <li>several entries for one name: the same refusal, and a warning in the log, because it is the directory or the
 *       filter that is wrong;
 *   <li>a directory that does not answer, refuses the portal itself, or cannot tell the groups of a user whose password
 *       was right: 503, and nobody's failure.
 * </ul>
 *
 * <p>Names and passwords travel in the clear over {@code ldap:}; use {@code ldaps:} wherever the network is not the
 * portal's own. The JVM checks the directory's certificate and its host name then; {@code javax.net.ssl.trustStore}
 * names the authorities if they are none of the usual ones.
 */
@NullMarked
package org.memorycached.portal.directory;

import org.jspecify.annotations.NullMarked;
