package org.memorycached.session.security;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/** A user known by a session that the portal created. Lives as long as the request, and is never serialized. */
final class SsoAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // lives in one request
    private final transient SsoPrincipal principal;

    SsoAuthentication(SsoPrincipal principal, Collection<? extends GrantedAuthority> authorities) {
        super(authorities);
        this.principal = principal;
        super.setAuthenticated(true);
    }

    @Override
    public SsoPrincipal getPrincipal() {
        return principal;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SsoAuthentication that && super.equals(that) && principal.equals(that.principal);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), principal);
    }
}
