package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalTest
@ExtendWith(OutputCaptureExtension.class)
class LogTest {

    private static final String[] LOGGERS = {
        "org.memorycached", "org.memorycached.session.security.SsoFilter", "org.springframework.security"
    };

    @Autowired
    private SwitchableServers servers;

    @LocalServerPort
    private int port;

    private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

    @AfterEach
    void beQuietAgain() {
        servers.switchOn();
        setLevel(LogLevel.ERROR);
    }

    private void setLevel(LogLevel level) {
        for (String logger : LOGGERS) {
            logging.setLogLevel(logger, level);
        }
    }

    @Test
    void theMostTalkativeLogHasNoSecret(CapturedOutput log) {
        setLevel(LogLevel.TRACE);
        Browser browser = new Browser(port);
        browser.signIn("rtyler", "no-such-password");
        browser.signIn("rtyler", "rtyler");
        String id = browser.sessionId().value();
        browser.get("/");
        servers.switchOff();
        await().until(() -> browser.get("/").statusCode() == 503); // when the lease of the copies is over
        servers.switchOn();
        browser.signOut();

        assertThat(log.getAll())
                .contains("Securing GET /", "Answering 503")
                .doesNotContain(id, "no-such-password", "$2a$", "rtyler@example.com");
    }
}
