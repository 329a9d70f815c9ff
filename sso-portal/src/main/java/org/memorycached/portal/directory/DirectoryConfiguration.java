package org.memorycached.portal.directory;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.ldap.core.support.BaseLdapPathContextSource;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.ldap.DefaultSpringSecurityContextSource;
import org.springframework.security.ldap.authentication.LdapAuthenticationProvider;
import org.springframework.security.ldap.authentication.NullLdapAuthoritiesPopulator;
import org.springframework.security.ldap.userdetails.DefaultLdapAuthoritiesPopulator;
import org.springframework.security.ldap.userdetails.LdapAuthoritiesPopulator;

/** Puts the directory in the place of the configuration's users. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnDirectory.class)
class DirectoryConfiguration {

    @Bean
    DefaultSpringSecurityContextSource directory(DirectoryProperties properties) {
        DefaultSpringSecurityContextSource directory =
                new DefaultSpringSecurityContextSource(properties.url(), properties.base());
        if (properties.managerDn() != null
                && !properties.managerDn().isBlank()
                && properties.managerPassword() != null) {
            directory.setUserDn(properties.managerDn());
            directory.setPassword(properties.managerPassword());
        }
        String timeout = Long.toString(properties.timeout().toMillis());
        directory.setBaseEnvironmentProperties(Map.of(
                "com.sun.jndi.ldap.connect.timeout", timeout,
                "com.sun.jndi.ldap.read.timeout", timeout));
        return directory;
    }

    @Bean
    LdapAuthoritiesPopulator directoryGroups(DirectoryProperties properties, BaseLdapPathContextSource directory) {
        if (properties.groupBase() == null) {
            return new NullLdapAuthoritiesPopulator();
        }
        DefaultLdapAuthoritiesPopulator groups = new DefaultLdapAuthoritiesPopulator(directory, properties.groupBase());
        groups.setGroupSearchFilter(properties.groupFilter());
        groups.setGroupRoleAttribute(properties.groupAttribute());
        groups.setSearchSubtree(true);
        groups.setRolePrefix("");
        groups.setConvertToUpperCase(false);
        // Active Directory refers to its other domains, which nobody is to follow. The search for users ignores that by
        // itself.
        groups.setIgnorePartialResultException(true);
        return new DirectoryGroups(groups, new EntryMapper(properties));
    }

    @Bean
    AuthenticationProvider directoryAuthentication(
            DirectoryProperties properties, BaseLdapPathContextSource directory, LdapAuthoritiesPopulator groups) {
        SameEffortBind bind = new SameEffortBind(directory);
        bind.setUserSearch(DirectorySearch.byTypedName(properties, directory));
        LdapAuthenticationProvider provider = new LdapAuthenticationProvider(bind, groups);
        provider.setUserDetailsContextMapper(new EntryMapper(properties));
        return provider;
    }

    @Bean
    DirectoryUsers directoryUsers(
            DirectoryProperties properties, BaseLdapPathContextSource directory, LdapAuthoritiesPopulator groups) {
        DirectorySearch search = DirectorySearch.byUid(properties, directory);
        return new DirectoryUsers(search, groups, new EntryMapper(properties), properties.attributes());
    }
}
