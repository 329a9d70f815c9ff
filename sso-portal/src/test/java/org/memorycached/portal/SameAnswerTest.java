package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Nobody learns from an answer, or from the time it takes, which users there are. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "portal.attempts.free-attempts=100000",
            "portal.attempts.most-attempts=100000",
            "portal.attempts.name-attempts=100000",
            "portal.attempts.address-attempts=100000"
        })
@Import(PortalTest.Servers.class)
class SameAnswerTest {

    private static final List<String> NAMES = List.of("dwho", "nobody", "gone");
    private static final double MOST_DIFFERENCE = 0.05;
    private static final int ATTEMPTS = 400;

    /** A busy machine needs more attempts to be measured by: the medians are of all rounds, so none is chosen. */
    private static final int ROUNDS = 8;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void cheapPasswords(DynamicPropertyRegistry properties) {
        CheapUsers.register(properties);
    }

    @Test
    void aUserWhoMayNotSignInGetsTheAnswerOfAWrongPasswordEvenWithTheRightOne() {
        HttpResponse<String> wrong = new Browser(port).signIn("dwho", "wrong");
        HttpResponse<String> disabled = new Browser(port).signIn("gone", "gone");

        assertThat(disabled.statusCode()).isEqualTo(401).isEqualTo(wrong.statusCode());
        assertThat(comparable(disabled, "gone")).isEqualTo(comparable(wrong, "dwho"));
    }

    private static String comparable(HttpResponse<String> page, String name) {
        return page.body().replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "").replace(name, "");
    }

    @Test
    void weakSpot10_wrongPasswordUnknownUserAndDisabledUserTakeTheSameTime() {
        measure(new LinkedHashMap<>()); // warms up
        Map<String, List<Long>> times = new LinkedHashMap<>();
        double difference = 1;
        for (int round = 1; round <= ROUNDS && difference >= MOST_DIFFERENCE; round++) {
            measure(times);
            Map<String, Long> medians = medians(times);
            long fastest = medians.values().stream().min(Long::compare).orElseThrow();
            long slowest = medians.values().stream().max(Long::compare).orElseThrow();
            difference = (slowest - fastest) / (double) fastest;
            System.out.printf(
                    "median ns of %d attempts each: %s, difference %.1f %%%n",
                    round * ATTEMPTS, medians, 100 * difference);
        }
        assertThat(difference).isLessThan(MOST_DIFFERENCE);
    }

    /** One attempt with each name in turn, so that what slows the machine down slows all of them. */
    private void measure(Map<String, List<Long>> times) {
        Browser browser = new Browser(port);
        browser.get("/login");
        String token = browser.hiddenFields().get("_csrf");
        for (int i = 0; i < ATTEMPTS; i++) {
            for (int turn = 0; turn < NAMES.size(); turn++) {
                String name = NAMES.get((i + turn) % NAMES.size());
                Map<String, String> form = Map.of("_csrf", token, "username", name, "password", "wrong");
                long start = System.nanoTime();
                int status = browser.post("/login", form).statusCode();
                times.computeIfAbsent(name, first -> new ArrayList<>()).add(System.nanoTime() - start);
                assertThat(status).isEqualTo(401);
            }
        }
    }

    private static Map<String, Long> medians(Map<String, List<Long>> times) {
        Map<String, Long> medians = new LinkedHashMap<>();
        times.forEach((name, all) -> medians.put(
                name, all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow()));
        return medians;
    }
}
