package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.memorycached.session.identity.IdentityHeaders;
import org.memorycached.session.security.SingleSignOn;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerConnector;
import org.memorycached.session.web.MalformedRequestFilter;
import org.memorycached.session.web.SessionCookie;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.servlet.DispatcherServlet;

class SingleSignOnAutoConfigurationTest {

    private static final String[] PROPERTIES = {
        "session-store.servers=cache1:11211",
        "session-store.sso.portal-url=https://portal.sso.example.com",
        "session-store.sso.cookie-domain=sso.example.com"
    };

    private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
            SessionStoreAutoConfiguration.class,
            SingleSignOnAutoConfiguration.class,
            IdentityAutoConfiguration.class,
            UnguardedApplicationAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class);

    private static final ServerConnector HEAP = address -> new HeapCacheServer(address.toString(), Clock.systemUTC());

    @EnableWebSecurity
    static class Security {}

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AUTO_CONFIGURATIONS)
            .withUserConfiguration(Security.class)
            .withBean(ServerConnector.class, () -> HEAP)
            .withPropertyValues(PROPERTIES);

    @Test
    void a_portal_is_all_it_takes_and_only_users_get_in() {
        application.run(context -> {
            assertThat(context).hasSingleBean(SessionCookie.class).hasSingleBean(SecurityFilterChain.class);
            MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
            MockHttpServletResponse response = new MockHttpServletResponse();
            context.getBean("springSecurityFilterChain", Filter.class)
                    .doFilter(request, response, new MockFilterChain());
            assertThat(response.getRedirectedUrl()).startsWith("https://portal.sso.example.com/login?op=c&url=");
            assertThat(request.getSession(false)).isNull();
        });
    }

    /** A proxy that ends TLS asks over http. */
    @Test
    void the_cookie_is_secure_where_the_portal_is_on_https() {
        application.run(context ->
                assertThat(setCookie(context.getBean(SessionCookie.class))).contains("; Secure"));
        application
                .withPropertyValues("session-store.sso.portal-url=http://portal.sso.example.com")
                .run(context -> assertThat(setCookie(context.getBean(SessionCookie.class)))
                        .doesNotContain("Secure"));
        application
                .withPropertyValues("session-store.sso.cookie-secure=false")
                .run(context -> assertThat(setCookie(context.getBean(SessionCookie.class)))
                        .doesNotContain("Secure"));
    }

    private static String setCookie(SessionCookie cookie) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        cookie.write(new MockHttpServletRequest(), response, new SessionId("0123456789abcdef".repeat(2)));
        return response.getHeader("Set-Cookie");
    }

    @Test
    void one_instance_configures_one_chain() {
        application.run(context ->
                assertThat(context.getBean(SingleSignOn.class)).isNotSameAs(context.getBean(SingleSignOn.class)));
    }

    @Test
    void a_chain_of_the_applications_own_wins() {
        SecurityFilterChain own = new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, List.of());
        application
                .withBean(SecurityFilterChain.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(SecurityFilterChain.class).isSameAs(own));
    }

    @Test
    void users_sign_out_at_the_portal() {
        application.run(
                context -> assertThat(context.getBean(SecurityFilterChain.class).getFilters())
                        .noneMatch(LogoutFilter.class::isInstance));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSignOut {

        @Bean
        SecurityFilterChain chain(HttpSecurity http, SingleSignOn singleSignOn) {
            return http.with(singleSignOn, Customizer.withDefaults())
                    .logout(logout -> logout.logoutUrl("/leave"))
                    .build();
        }
    }

    @Test
    void a_sign_out_of_the_applications_own_wins() {
        application
                .withUserConfiguration(OwnSignOut.class)
                .run(context -> assertThat(
                                context.getBean(SecurityFilterChain.class).getFilters())
                        .hasAtLeastOneElementOfType(LogoutFilter.class));
    }

    @Test
    void a_cookie_of_the_applications_own_wins() {
        SessionCookie own = new SessionCookie("own", "example.com", true);
        application
                .withBean(SessionCookie.class, () -> own)
                .run(context -> assertThat(context).getBean(SessionCookie.class).isSameAs(own));
    }

    @Test
    void a_single_sign_on_of_the_applications_own_wins() {
        application
                .withBean(
                        "own",
                        SingleSignOn.class,
                        () -> new SingleSignOn(
                                SessionStore.builder()
                                        .servers("a:1")
                                        .connector(HEAP)
                                        .build(),
                                new SessionCookie("own", null, null),
                                URI.create("https://own.example.com"),
                                "roles"))
                .run(context ->
                        assertThat(context).hasSingleBean(SingleSignOn.class).hasBean("own"));
    }

    @Test
    void a_store_of_the_applications_own_is_enough() {
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withUserConfiguration(Security.class)
                .withBean(
                        SessionStore.class,
                        () -> SessionStore.builder()
                                .servers("own:11211")
                                .connector(HEAP)
                                .build())
                .withPropertyValues("session-store.sso.portal-url=https://portal.example.com")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SingleSignOn.class)
                        .hasSingleBean(IdentityHeaders.class));
    }

    @Test
    void without_a_portal_there_is_a_store_and_no_single_sign_on() {
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withUserConfiguration(Security.class)
                .withBean(ServerConnector.class, () -> HEAP)
                .withPropertyValues("session-store.servers=cache1:11211")
                .run(context -> assertThat(context)
                        .hasSingleBean(SessionStore.class)
                        .doesNotHaveBean(SingleSignOn.class)
                        .doesNotHaveBean(SessionCookie.class)
                        .doesNotHaveBean(NoEventPerRequest.class));
    }

    @Test
    void an_application_that_is_none_for_the_web_gets_a_store_and_no_single_sign_on() {
        new ApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withBean(ServerConnector.class, () -> HEAP)
                .withPropertyValues(PROPERTIES)
                .run(context ->
                        assertThat(context).hasSingleBean(SessionStore.class).doesNotHaveBean(SingleSignOn.class));
    }

    @Test
    void without_spring_security_there_is_no_single_sign_on() {
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withBean(ServerConnector.class, () -> HEAP)
                .withPropertyValues("session-store.servers=cache1:11211")
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SessionStore.class)
                        .doesNotHaveBean("singleSignOn"));
    }

    /** Nothing would send anybody to the portal: everybody would get in. */
    @Test
    void a_web_application_that_names_a_portal_does_not_start_without_spring_security() {
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withBean(ServerConnector.class, () -> HEAP)
                .withPropertyValues(PROPERTIES)
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThatItTells(context.getStartupFailure(), "spring-boot-starter-security"));
    }

    @Test
    void a_reactive_application_that_names_a_portal_does_not_start() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withBean(ServerConnector.class, () -> HEAP)
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThatItTells(context.getStartupFailure(), "servlet"));
    }

    @Test
    void a_web_application_that_names_a_portal_does_not_start_without_servers() {
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withUserConfiguration(Security.class)
                .withPropertyValues("session-store.sso.portal-url=https://portal.sso.example.com")
                .run(context -> assertThatItTells(context.getStartupFailure(), "session-store.servers"));
    }

    /** As in an application that was processed ahead of time without the property. */
    @Test
    void a_web_application_that_names_a_portal_does_not_start_without_single_sign_on() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SessionStoreAutoConfiguration.class,
                        UnguardedApplicationAutoConfiguration.class,
                        ServletWebSecurityAutoConfiguration.class))
                .withUserConfiguration(Security.class)
                .withBean(ServerConnector.class, () -> HEAP)
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThatItTells(context.getStartupFailure(), "ahead of time"));
    }

    @Test
    void an_application_that_is_none_for_the_web_may_name_a_portal() {
        new ApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withBean(ServerConnector.class, () -> HEAP)
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static void assertThatItTells(Throwable failure, String whatToDo) {
        FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(failure);
        assertThat(analysis.getDescription())
                .isEqualTo("The property session-store.sso.portal-url has the value"
                        + " 'https://portal.sso.example.com'.");
        assertThat(analysis.getAction())
                .startsWith("Change session-store.sso.portal-url: ")
                .contains(whatToDo);
    }

    /** As {@link MalformedRequestFilter} tells how to. */
    @Configuration(proxyBeanMethods = false)
    static class Webhook {

        @Bean
        FilterRegistrationBean<Filter> malformedRequestFilter() {
            Filter filter = new MalformedRequestFilter();
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                if (((HttpServletRequest) request).getRequestURI().startsWith("/webhook/")) {
                    chain.doFilter(request, response);
                } else {
                    filter.doFilter(request, response, chain);
                }
            });
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
            return registration;
        }
    }

    @Test
    void a_path_that_reads_the_bytes_of_forms_can_be_left_out_of_what_reads_forms_first() {
        application.withUserConfiguration(Webhook.class).run(context -> {
            Filter filter = context.getBean("malformedRequestFilter", FilterRegistrationBean.class)
                    .getFilter();
            assertThat(isRead("/webhook/payment", filter)).isFalse();
            assertThat(isRead("/page", filter)).isTrue();
        });
    }

    private static boolean isRead(String path, Filter filter) throws Exception {
        AtomicBoolean read = new AtomicBoolean();
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path) {
            @Override
            public Map<String, String[]> getParameterMap() {
                read.set(true);
                return super.getParameterMap();
            }
        };
        filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        return read.get();
    }

    /** The event names the user, which would make each style sheet's request a read. */
    @Test
    void spring_mvc_publishes_no_event_for_each_request() {
        application
                .withBean(DispatcherServlet.class)
                .run(context -> assertThat(publishesEvents(context.getBean(DispatcherServlet.class)))
                        .isEqualTo(false));
    }

    @Test
    void an_application_that_wants_the_events_gets_them() {
        application
                .withBean(DispatcherServlet.class)
                .withPropertyValues("spring.mvc.publish-request-handled-events=true")
                .run(context -> assertThat(publishesEvents(context.getBean(DispatcherServlet.class)))
                        .isEqualTo(true));
    }

    private static Object publishesEvents(DispatcherServlet servlet) {
        return ReflectionTestUtils.getField(servlet, "publishEvents");
    }

    @Test
    void keys_sign_the_cookie() {
        application
                .withPropertyValues("session-store.sso.cookie-keys=" + "A".repeat(43) + "=, " + "B".repeat(43) + "=")
                .run(context -> assertThat(setCookie(context.getBean(SessionCookie.class)))
                        .matches("sso_session=(0123456789abcdef){2}\\.[A-Za-z0-9_-]{43};.*"));
    }

    @Test
    void a_wrong_key_names_its_property_and_is_shown_nowhere() {
        application
                .withPropertyValues("session-store.sso.cookie-keys=" + "A".repeat(43) + "=, c2VjcmV0")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .isEqualTo("The property session-store.sso.cookie-keys[1] has the value"
                                    + " '(a secret of 6 bytes)'.");
                    assertThat(analysis.getAction())
                            .startsWith("Change session-store.sso.cookie-keys[1]: write at least 32 random bytes");
                    assertThat(context.getStartupFailure()).hasStackTraceContaining("cookie-keys[1]");
                    StringWriter trace = new StringWriter();
                    context.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("c2VjcmV0", "A".repeat(43));
                });
    }

    @Test
    void the_properties_do_not_show_the_keys_when_they_are_logged() {
        application
                .withPropertyValues("session-store.sso.cookie-keys=" + "A".repeat(43) + "=")
                .run(context -> assertThat(
                                context.getBean(SessionStoreProperties.class).toString())
                        .contains("cookieKeys=1")
                        .doesNotContain("AAAA"));
    }

    @Test
    void the_name_of_a_secure_cookie_needs_one() {
        WebApplicationContextRunner secure =
                application.withPropertyValues("session-store.sso.cookie-name=__Secure-sso");
        secure.run(context -> assertThat(context).hasNotFailed());
        WebApplicationContextRunner http =
                secure.withPropertyValues("session-store.sso.portal-url=http://portal.sso.example.com");
        http.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("sso.cookie-name")
                .hasMessageContaining("sso.cookie-secure"));
        http.withPropertyValues("session-store.sso.cookie-secure=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "session-store.sso.portal-url, ''",
        "session-store.sso.portal-url, portal.example.com",
        "session-store.sso.portal-url, ftp://portal.sso.example.com",
        "session-store.sso.portal-url, 'mailto:portal@example.com'",
        "session-store.sso.cookie-domain, localhost",
        "session-store.sso.cookie-domain, elsewhere.example.com",
        "session-store.sso.cookie-name, a b",
        "session-store.sso.cookie-name, __Host-sso",
        "session-store.sso.unknown-ids-per-second, 0",
    })
    void a_wrong_property_names_itself(String property, String value) {
        application.withPropertyValues(property + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).isEqualTo("The property %s has the value '%s'.", property, value);
            assertThat(analysis.getAction()).startsWith("Change " + property + ": ");
        });
    }
}
