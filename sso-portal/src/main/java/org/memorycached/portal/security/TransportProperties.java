package org.memorycached.portal.security;

import java.util.List;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * How browsers reach the portal.
 *
 * @param allowPlainHttp Whether people may sign in over http, where everybody on the way can read their passwords.
 * @param trustedProxies Addresses or networks, such as 10.0.0.7 or 10.0.1.0/24, of the proxies whose X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port count.
 */
@ConfigurationProperties("portal")
record TransportProperties(
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue List<String> trustedProxies) {

    TransportProperties {
        trustedProxies.forEach(TransportProperties::check);
    }

    private static void check(String proxy) {
        try {
            new IpAddressMatcher(proxy);
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException(
                    "portal.trusted-proxies", proxy, "write it as an address, or as a network such as 10.0.1.0/24");
        }
    }
}
