package org.memorycached.session.identity;

import org.memorycached.session.security.SsoPrincipal;

/** A proof of who is signed in, for one header. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface IdentityToken {

    /** @return visible ASCII characters only, such as a JWT's */
    String of(SsoPrincipal user);
}
