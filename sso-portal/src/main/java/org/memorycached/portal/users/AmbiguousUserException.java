package org.memorycached.portal.users;

import org.springframework.security.authentication.InternalAuthenticationServiceException;

/** Several users have this name: nobody can tell which of them it is, now or later, while others can be told. */
public final class AmbiguousUserException extends InternalAuthenticationServiceException {

    private static final long serialVersionUID = 1L;

    public AmbiguousUserException(Throwable cause) {
        super("Several users have one name", cause);
    }
}
