package org.memorycached.session.security;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.URI;
import org.memorycached.session.SessionStore;
import org.memorycached.session.web.SessionCookie;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Makes a filter chain know the users that the portal signed in.
 *
 * <pre>{@code
 * @Bean
 * SecurityFilterChain security(HttpSecurity http, SingleSignOn singleSignOn) {
 *     return http.with(singleSignOn, Customizer.withDefaults())
 *             .authorizeHttpRequests(requests -> requests
 *                     .requestMatchers("/admin/**").hasRole("ADMIN")
 *                     .anyRequest().authenticated())
 *             .build();
 * }
 * }</pre>
 *
 * <p>The chain keeps nothing in the servlet container's session: tokens against forged forms are in a cookie. Each
 * element of the session's roles attribute becomes an authority {@code ROLE_<upper case>}. One instance configures one
 * chain.
 *
 * <p>Users sign out at the portal, which ends the session for every application: link to {@code /logout} below the
 * portal's address, a page that asks once more. Spring Security's own {@code /logout} is off, because it would end neither
 * the session nor its cookie, and say that the user is signed out.
 */
public final class SingleSignOn extends AbstractHttpConfigurer<SingleSignOn, HttpSecurity> {

    private final SessionStore store;
    private final SessionCookie cookie;
    private final String rolesAttribute;
    private AuthenticationEntryPoint entryPoint;
    private int unknownIdsPerSecond = SessionLookups.UNKNOWN_IDS_PER_SECOND;

    /**
     * @param portal where users sign in; its login page is at {@code /login} below it
     * @param rolesAttribute name of the session attribute that lists the user's roles
     */
    public SingleSignOn(SessionStore store, SessionCookie cookie, URI portal, String rolesAttribute) {
        this.store = store;
        this.cookie = cookie;
        this.rolesAttribute = rolesAttribute;
        this.entryPoint = new PortalEntryPoint(new PortalLogin(portal, cookie));
    }

    /** Answers requests from nobody in another way than by the portal's address: for the portal itself. */
    public SingleSignOn entryPoint(AuthenticationEntryPoint ownEntryPoint) {
        this.entryPoint = ownEntryPoint;
        return this;
    }

    /**
     * How many ids that the store does not know one address may try in a second before it is answered 429; all addresses
     * together may try four times as many. Default: 500.
     *
     * @throws org.memorycached.session.InvalidOptionException if it is not positive
     */
    public SingleSignOn unknownIdsPerSecond(int limit) {
        this.unknownIdsPerSecond = SessionLookups.checked(limit);
        return this;
    }

    /**
     * Takes effect where {@code with} stands, so that what the application configures after it wins.
     *
     * <p>Not by {@code SessionCreationPolicy.STATELESS}: that policy adds a filter that asks for every request, even a
     * style sheet's, who is signed in; and set any later it leaves the container's session in use.
     */
    @Override
    public void setBuilder(HttpSecurity http) {
        super.setBuilder(http);
        http.securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .csrf(csrf -> csrf.csrfTokenRepository(new CookieCsrfTokenRepository()))
                .logout(LogoutConfigurer::disable);
    }

    @Override
    public void init(HttpSecurity http) {
        http.exceptionHandling(handling -> handling.authenticationEntryPoint(entryPoint));
    }

    @Override
    public void configure(HttpSecurity http) {
        SessionLookups lookups = new SessionLookups(store, unknownIdsPerSecond, Ticker.systemTicker());
        SsoFilter filter = new SsoFilter(new SessionAuthentication(store, cookie, rolesAttribute, lookups));
        // Outside of everything that may ask who is signed in, logging out included, to answer for the outages.
        http.addFilterAfter(filter, SecurityContextHolderFilter.class);
    }
}
