/** The session cookie: in from a request, out with a response. Start at {@link SessionCookie}. */
@NullMarked
package org.memorycached.session.web;

import org.jspecify.annotations.NullMarked;
