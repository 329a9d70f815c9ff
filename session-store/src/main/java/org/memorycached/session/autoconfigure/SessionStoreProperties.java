package org.memorycached.session.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionLimitPolicy;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The options of the session store, as properties. What is not set keeps the default of the store's builder.
 *
 * @param servers Central memcached servers, as host:port. All writes go here. Setting it turns the store on.
 * @param local Local memcached servers, as host:port, read before the central ones. Usually one, on this host.
 * @param timeout Idle timeout of a session, in seconds if it has no unit. 0 is never. Default: 30m.
 * @param absoluteLifetime When a session ends however much it is used, in seconds if it has no unit. 0 is never. Default: 12h.
 * @param updateOnly Whether opening a session writes nothing until it is saved. Default: false.
 * @param principal Session attribute that reverse references are made from. Default: uid.
 * @param touchInterval How exactly the last use of a session is recorded, at most half of the timeout. Default: a tenth of the timeout, 45s at most.
 * @param localMaxAge How long a local copy is served at most before the central tier is asked again. Default: 1m.
 * @param heapCopies How much memory of this process may hold copies of sessions. 0 for none. Default: 16MB.
 * @param staleIfUnavailable How much longer than the lease copies are served when the central tier does not answer, at most local-max-age. Default: 0.
 * @param copies On how many central servers each session is. Default: 2 if there are as many, 1 in Perl mode.
 * @param sessionLimit How many sessions one user may have at once, from 1 to 1000. Without it, as many as they like.
 * @param sessionLimitPolicy What a login does that would be one session too many. Needs session-limit. Default: evict-oldest.
 * @param perlCompatible Whether sessions are stored as Perl's Apache::Session::Memorycached stores them. Default: false.
 * @param revocationLease Within which time a logout takes effect on every node, from 100ms to 30s. Default: 1s.
 * @param protocol Wire protocol of memcached. Default: binary.
 * @param sasl What the central servers ask for (memcached -S). Needs the binary protocol.
 * @param localSasl What the local servers ask for (memcached -S). Needs the binary protocol.
 * @param centralOperationTimeout How long a central server may take to answer. Default: 500ms.
 * @param localOperationTimeout How long a local server may take to answer. Default: 100ms.
 * @param maxValueSize Size limit of a stored session; keep it below memcached's -I. Default: 1000000B.
 * @param encryptionKeyset File with the Tink key set that encrypts sessions, such as file:/run/secrets/session-keyset.json. Default: no encryption.
 * @param sso Single sign-on by a cookie.
 */
@ConfigurationProperties("session-store")
public record SessionStoreProperties(
        @DefaultValue List<String> servers,
        @DefaultValue List<String> local,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration absoluteLifetime,
        @Nullable Boolean updateOnly,
        @DefaultValue("uid") String principal,
        @Nullable Duration touchInterval,
        @Nullable Duration localMaxAge,
        @Nullable DataSize heapCopies,
        @Nullable Duration staleIfUnavailable,
        @Nullable Integer copies,
        @Nullable Integer sessionLimit,
        @Nullable SessionLimitPolicy sessionLimitPolicy,
        @Nullable Boolean perlCompatible,
        @Nullable Duration revocationLease,
        @Nullable Protocol protocol,
        @DefaultValue Sasl sasl,
        @DefaultValue Sasl localSasl,
        @Nullable Duration centralOperationTimeout,
        @Nullable Duration localOperationTimeout,
        @Nullable DataSize maxValueSize,
        @Nullable String encryptionKeyset,
        @DefaultValue Sso sso) {

    /**
     * What memcached asks for.
     *
     * @param username User name as the servers know it, mostly name@realm. Setting it turns SASL on.
     * @param password Password, in clear text. Better name a file.
     * @param passwordFile File with the password in its first line, such as file:/run/secrets/memcached-password.
     */
    public record Sasl(
            @Nullable String username,
            @Nullable String password,
            @Nullable String passwordFile) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Sasl[username=" + username + ", passwordFile=" + passwordFile + "]";
        }
    }

    /**
     * Single sign-on.
     *
     * @param portalUrl Where users sign in, such as https://portal.example.com. Setting it turns single sign-on on, for servlet applications with Spring Security; other web applications refuse it.
     * @param cookieName Name of the cookie that carries the session id. With a Secure cookie it may begin with __Secure-, and without a domain with __Host-.
     * @param cookieDomain Parent domain that portal and applications share. Without it the cookie is for one host.
     * @param cookieSecure Whether the cookie is sent over https only. Default: if portal-url is https, or the request that sets it.
     * @param rolesAttribute Session attribute that lists the user's roles.
     * @param cookieKeys Secrets that sign the cookie's id, in base64, 32 bytes or more each. The first signs, all verify; all nodes need the same. Without any, ids are not signed.
     * @param unknownIdsPerSecond How many ids that the store does not know one address may try in a second; all together four times as many.
     */
    public record Sso(
            @Nullable URI portalUrl,
            @DefaultValue("sso_session") String cookieName,
            @Nullable String cookieDomain,
            @Nullable Boolean cookieSecure,
            @DefaultValue("roles") String rolesAttribute,
            @DefaultValue List<String> cookieKeys,
            @DefaultValue("500") int unknownIdsPerSecond) {

        /** An empty domain is none: so that an environment can take back the domain of a configuration file. */
        public Sso {
            cookieDomain = cookieDomain == null || cookieDomain.isBlank() ? null : cookieDomain;
        }

        /** Without the keys: whoever has one can sign any id. */
        @Override
        public String toString() {
            return "Sso[portalUrl=" + portalUrl + ", cookieName=" + cookieName + ", cookieDomain=" + cookieDomain
                    + ", cookieSecure=" + cookieSecure + ", rolesAttribute=" + rolesAttribute + ", cookieKeys="
                    + cookieKeys.size() + ", unknownIdsPerSecond=" + unknownIdsPerSecond + "]";
        }
    }
}
