package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionStore;
import org.memorycached.session.identity.IdentityHeaders;
import org.memorycached.session.identity.IdentityToken;
import org.memorycached.session.identity.SignedIdentity;
import org.memorycached.session.security.SsoPrincipal;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerConnector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.test.util.ReflectionTestUtils;

class IdentityAutoConfigurationTest {

    @EnableWebSecurity
    static class Security {}

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SessionStoreAutoConfiguration.class,
                    SingleSignOnAutoConfiguration.class,
                    IdentityAutoConfiguration.class,
                    ServletWebSecurityAutoConfiguration.class))
            .withUserConfiguration(Security.class)
            .withBean(
                    ServerConnector.class, () -> address -> new HeapCacheServer(address.toString(), Clock.systemUTC()))
            .withPropertyValues(
                    "session-store.servers=cache1:11211",
                    "session-store.sso.portal-url=https://portal.sso.example.com");

    private static Map<String, String> headersOfDwho(AssertableWebApplicationContext context) {
        SsoPrincipal user = new SsoPrincipal(
                "dwho",
                context.getBean(SessionStore.class)
                        .create(Map.of("uid", "dwho", "cn", "Doctor Who", "town", "Cardiff"))
                        .session(),
                java.time.Duration.ZERO);
        return context.getBean(IdentityHeaders.class).of(user);
    }

    @Test
    void the_filter_is_the_first_and_sees_every_dispatch() {
        application.run(context -> {
            FilterRegistrationBean<?> filter = context.getBean("identityFilter", FilterRegistrationBean.class);
            assertThat(filter.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
            assertThat(filter.getUrlPatterns()).isEmpty(); // all
            assertThat(ReflectionTestUtils.getField(filter, "dispatcherTypes"))
                    .isEqualTo(EnumSet.allOf(DispatcherType.class));
        });
    }

    @Test
    void there_are_headers_without_any_setting_and_no_token() {
        application.run(context -> {
            assertThat(context).doesNotHaveBean(IdentityToken.class);
            assertThat(headersOfDwho(context)).isEqualTo(Map.of("Auth-User", "dwho", "Auth-Name", "Doctor%20Who"));
        });
    }

    @Test
    void headers_can_be_named_and_filled_otherwise() {
        application
                .withPropertyValues(
                        "session-store.identity.headers.X-Who=uid", "session-store.identity.headers.X-Where=town")
                .run(context -> assertThat(headersOfDwho(context))
                        .containsExactlyInAnyOrderEntriesOf(Map.of("X-Who", "dwho", "X-Where", "Cardiff")));
    }

    @Test
    void a_header_that_no_client_may_send_lets_none_of_the_others_in() {
        application
                .withPropertyValues("session-store.identity.remove=X-Portal-User")
                .run(context -> assertThat(
                                headersThatPass(context, "X-Portal-User", "Remote-User", "Auth-User", "X-Other"))
                        .containsExactly("X-Other"));
    }

    private static List<String> headersThatPass(AssertableWebApplicationContext context, String... names)
            throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        Stream.of(names).forEach(name -> request.addHeader(name, "dwho"));
        MockFilterChain chain = new MockFilterChain();
        context.getBean("identityFilter", FilterRegistrationBean.class)
                .getFilter()
                .doFilter(request, new MockHttpServletResponse(), chain);
        return Collections.list(((HttpServletRequest) chain.getRequest()).getHeaderNames());
    }

    @Test
    void a_key_turns_the_token_on() throws Exception {
        String key = new ECKeyGenerator(Curve.P_256).generate().toJSONString();
        application
                .withInitializer(context ->
                        context.getEnvironment().getSystemProperties().put("session-store.identity.token.keys[0]", key))
                .run(context -> {
                    System.clearProperty("session-store.identity.token.keys[0]");
                    assertThat(context).hasSingleBean(SignedIdentity.class);
                    assertThat(headersOfDwho(context).get("Auth-Token")).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
                    assertThat(context.getBean(IdentityProperties.class).toString())
                            .doesNotContain("\"d\"");
                });
    }

    @Test
    void a_wrong_key_is_refused_and_not_shown() {
        application
                .withPropertyValues("session-store.identity.token.keys=hunter2")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .isEqualTo("The property session-store.identity.token.keys[0] has the value '(a secret)'.");
                    assertThat(context.getStartupFailure().toString()).doesNotContain("hunter2");
                });
    }

    @Test
    void without_nimbus_there_are_headers_and_no_token() {
        application
                .withClassLoader(new FilteredClassLoader("com.nimbusds"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(IdentityHeaders.class));
    }

    /** Or the backends would get headers that nobody signed, and the deployment would look well. */
    @Test
    void keys_that_nothing_signs_with_are_refused_and_not_shown() {
        application
                .withClassLoader(new FilteredClassLoader("com.nimbusds"))
                .withPropertyValues("session-store.identity.token.keys=hunter2")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .isEqualTo("The property session-store.identity.token.keys has the value '(secrets)'.");
                    assertThat(analysis.getAction()).contains("spring-security-oauth2-jose");
                    assertThat(context.getStartupFailure().toString()).doesNotContain("hunter2");
                });
    }
}
