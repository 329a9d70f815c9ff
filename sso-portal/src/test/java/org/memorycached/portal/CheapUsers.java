package org.memorycached.portal;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The demo's users, and one who may not sign in, with passwords that are checked quickly: for many attempts. */
public final class CheapUsers {

    private static final String[] UIDS = {"dwho", "rtyler", "msmith", "gone"};

    private CheapUsers() {}

    public static void register(DynamicPropertyRegistry properties) {
        BCryptPasswordEncoder cheap = new BCryptPasswordEncoder(4);
        for (int i = 0; i < UIDS.length; i++) {
            String user = "portal.users[" + i + "].";
            String uid = UIDS[i];
            String hash = "{bcrypt}" + cheap.encode(uid);
            properties.add(user + "uid", () -> uid);
            properties.add(user + "password", () -> hash);
        }
        properties.add("portal.users[3].enabled", () -> "false");
    }
}
