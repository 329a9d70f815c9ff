package org.memorycached.session.security;

import org.memorycached.session.SessionUnavailableException;

/** The store was not asked, because too many ids that it does not know were tried: nobody can tell now. */
final class TooManyUnknownIdsException extends SessionUnavailableException {

    private static final long serialVersionUID = 1L;

    TooManyUnknownIdsException(String message) {
        super(message);
    }
}
