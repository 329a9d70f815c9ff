package org.memorycached.session.autoconfigure;

import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.Objects;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionStore;
import org.memorycached.session.security.PortalLogin;
import org.memorycached.session.security.SingleSignOn;
import org.memorycached.session.web.BadRequestValve;
import org.memorycached.session.web.CookieKeys;
import org.memorycached.session.web.MalformedRequestFilter;
import org.memorycached.session.web.SessionCookie;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.FrameworkServlet;

/**
 * Single sign-on for a servlet application with Spring Security: the cookie, a {@link SingleSignOn} for the
 * application's filter chain, and, if it defines none, a chain that lets only signed-in users in.
 */
@AutoConfiguration(
        after = SessionStoreAutoConfiguration.class,
        beforeName = "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({HttpSecurity.class, SecurityFilterChain.class})
@ConditionalOnBean(SessionStore.class)
@ConditionalOnProperty("session-store.sso.portal-url")
@EnableConfigurationProperties(SessionStoreProperties.class) // the store may be the application's own
public class SingleSignOnAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SessionCookie sessionCookie(SessionStoreProperties properties) {
        SessionStoreProperties.Sso sso = properties.sso();
        return new SessionCookie(sso.cookieName(), sso.cookieDomain(), isSecure(sso), CookieKeys.of(sso.cookieKeys()));
    }

    /** Behind a proxy that ends TLS, the portal's address says more than a request does. */
    private static @Nullable Boolean isSecure(SessionStoreProperties.Sso sso) {
        if (sso.cookieSecure() != null || sso.portalUrl() == null) {
            return sso.cookieSecure();
        }
        return "https".equals(sso.portalUrl().getScheme()) ? Boolean.TRUE : null;
    }

    /** Of prototype scope, because one instance configures one filter chain. */
    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    SingleSignOn singleSignOn(SessionStore store, SessionCookie cookie, SessionStoreProperties properties) {
        SessionStoreProperties.Sso sso = properties.sso();
        return new SingleSignOn(store, cookie, portalUrl(sso, cookie), sso.rolesAttribute())
                .unknownIdsPerSecond(sso.unknownIdsPerSecond());
    }

    @Bean
    @ConditionalOnMissingBean
    PortalLogin portalLogin(SessionCookie cookie, SessionStoreProperties properties) {
        return new PortalLogin(portalUrl(properties.sso(), cookie), cookie);
    }

    private static URI portalUrl(SessionStoreProperties.Sso sso, SessionCookie cookie) {
        URI url = sso.portalUrl();
        if (url == null || !isWeb(url)) {
            // An empty one is none to Spring, and taken for that it would leave the application open.
            throw new InvalidOptionException(
                    "sso.portal-url",
                    Objects.toString(url, ""),
                    "write it as a URL, such as https://portal.example.com");
        }
        if (!cookie.reaches(url.getHost())) {
            throw new InvalidOptionException(
                    "sso.cookie-domain",
                    sso.cookieDomain(),
                    "name a domain that " + url.getHost()
                            + " belongs to, or browsers will not take the cookie from it");
        }
        return url;
    }

    private static boolean isWeb(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null;
    }

    @Bean
    @ConditionalOnMissingBean(SecurityFilterChain.class)
    SecurityFilterChain singleSignOnChain(HttpSecurity http, SingleSignOn singleSignOn) {
        return http.with(singleSignOn, Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    /** Behind Spring Boot's filters for the encoding and for a proxy's headers, before everything that reads parameters. */
    @Bean
    @ConditionalOnMissingBean(name = "malformedRequestFilter")
    FilterRegistrationBean<MalformedRequestFilter> malformedRequestFilter() {
        FilterRegistrationBean<MalformedRequestFilter> registration =
                new FilterRegistrationBean<>(new MalformedRequestFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    /** Where Tomcat serves, and is the embedded one. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ValveBase.class, TomcatServletWebServerFactory.class})
    static class EmbeddedTomcat {

        @Bean
        static WebServerFactoryCustomizer<TomcatServletWebServerFactory> badRequestValve() {
            return factory -> factory.addEngineValves(new BadRequestValve());
        }
    }

    /** Where Spring MVC is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FrameworkServlet.class)
    static class Mvc {

        @Bean
        static NoEventPerRequest noEventPerRequest(Environment environment) {
            return new NoEventPerRequest(environment);
        }
    }
}
