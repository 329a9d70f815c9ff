package org.memorycached.portal.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.memorycached.portal.menu.Application;
import org.memorycached.portal.menu.RegisteredApplications;
import org.memorycached.session.testing.FuzzFigures;

/** Whatever a browser is sent back to is a page of an application, as the browser reads it. */
class ReturnUrlFuzzTest {

    @RegisterExtension
    static final FuzzFigures FIGURES = new FuzzFigures("the return URL");

    private static final RegisteredApplications APPLICATIONS = new RegisteredApplications(List.of(
            new Application("One", URI.create("http://app1.sso.localhost:8081/"), ""),
            new Application("Wiki", URI.create("https://www.example.com/wiki"), ""),
            new Application("Six", URI.create("http://[2001:db8::1]:8080/"), "")));

    /** The bytes are a URL, which base64 would hide from the fuzzer, and then the parameter itself. */
    @FuzzTest
    void comeBack(byte[] bytes) {
        FIGURES.run();
        String parameter = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Optional<String> target = check(parameter);
        assertThat(check(Base64.getEncoder().encodeToString(bytes))).isEqualTo(target);
        target.ifPresent(url -> assertThat(url.getBytes(StandardCharsets.US_ASCII))
                .as("character for character")
                .isEqualTo(bytes));
        check(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<String> check(String parameter) {
        Optional<String> target = ReturnTarget.parse(parameter, APPLICATIONS).map(ReturnTarget::url);
        target.ifPresent(url -> {
            FIGURES.accepted();
            BrowsersReading.requirePageOf(APPLICATIONS, url);
        });
        return target;
    }
}
