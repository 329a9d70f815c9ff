package org.memorycached.portal.directory;

import java.util.Objects;
import java.util.UUID;
import org.springframework.ldap.AuthenticationException;
import org.springframework.ldap.NameNotFoundException;
import org.springframework.ldap.OperationNotSupportedException;
import org.springframework.ldap.core.DirContextOperations;
import org.springframework.ldap.core.support.BaseLdapPathContextSource;
import org.springframework.ldap.support.LdapUtils;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.ldap.authentication.BindAuthenticator;

/**
 * Checks a password by binding with it. For a name that nobody has, it binds as nobody: so each name costs a search and
 * a bind. How long the directory itself takes for a bind that must fail is up to the directory.
 */
final class SameEffortBind extends BindAuthenticator {

    private final BaseLdapPathContextSource directory;

    SameEffortBind(BaseLdapPathContextSource directory) {
        super(directory);
        this.directory = directory;
    }

    @Override
    public DirContextOperations authenticate(Authentication authentication) {
        try {
            return super.authenticate(authentication);
        } catch (UsernameNotFoundException e) {
            bindAsNobody(Objects.toString(authentication.getCredentials()));
            throw e;
        }
    }

    private void bindAsNobody(String password) {
        String base = directory.getBaseLdapPathAsString();
        String nobody = "uid=" + UUID.randomUUID() + (base.isEmpty() ? "" : "," + base);
        try {
            LdapUtils.closeContext(directory.getContext(nobody, password));
        } catch (AuthenticationException | NameNotFoundException | OperationNotSupportedException expected) {
            return; // as was to be expected
        }
    }
}
