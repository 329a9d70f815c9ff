package org.memorycached.e2e.benchmark;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a portal knows of a user: eight attributes, as LemonLDAP::NG exports them. The same for us and for all peers.
 *
 * @param number tells one from another
 */
public record SampleUser(int number) {

    public String uid() {
        return "user%07d".formatted(number);
    }

    public List<String> roles() {
        return List.of("user", "editor", "auditor");
    }

    /** In the order of their names; lists and strings only. */
    public Map<String, Object> attributes() {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("uid", uid());
        attributes.put("cn", "Firstname Lastname " + number);
        attributes.put("mail", uid() + "@department.example.com");
        attributes.put("dn", "uid=" + uid() + ",ou=people,ou=department,dc=example,dc=com");
        attributes.put("roles", roles());
        attributes.put(
                "groups", List.of("cn=staff,ou=groups,dc=example,dc=com", "cn=paris,ou=groups,dc=example,dc=com"));
        attributes.put("ipAddr", "192.0.2." + number % 250);
        attributes.put("authLevel", "password");
        return attributes;
    }
}
