package org.memorycached.portal;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldif.LDIFReader;
import org.springframework.test.context.DynamicPropertyRegistry;

/** An LDAP server in the heap; one that answers an empty password with success, as the standard allows. */
final class TestDirectory {

    static final String DWHO = "uid=dwho,ou=people,dc=example,dc=com";
    static final String ADMINS = "cn=admin,ou=groups,dc=example,dc=com";

    private TestDirectory() {}

    /** Starts one, and tells the portal of the test where it is. */
    static InMemoryDirectoryServer start(DynamicPropertyRegistry portal) throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setSchema(null);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", 0));
        InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
        directory.startListening();
        portal.add("portal.ldap.url", () -> "ldap://localhost:" + directory.getListenPort());
        return directory;
    }

    /** Has the entries of {@code directory.ldif}, and no others. */
    static void fill(InMemoryDirectoryServer directory) throws Exception {
        try (var ldif = TestDirectory.class.getResourceAsStream("/directory.ldif")) {
            directory.importFromLDIF(true, new LDIFReader(ldif));
        }
    }
}
