package org.memorycached.app.api;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memorycached.app.Answer;
import org.memorycached.app.Roles;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MeController {

    /**
     * The user who asks.
     *
     * @param name the value of the principal attribute
     * @param answeredBy the level that knew: {@code heap}, {@code local} or {@code central}
     * @param micros how long the session store took, in microseconds
     * @param copyAge how long ago the session left the central tier, as ISO 8601: {@code PT1.5S}
     * @param stamp the positions in the revocation feeds that a copy was judged by
     */
    record Me(
            String name,
            List<String> roles,
            Map<String, @Nullable Object> attributes,
            String answeredBy,
            long micros,
            Duration copyAge,
            String stamp) {}

    private final Clock clock;

    MeController(Clock clock) {
        this.clock = clock;
    }

    @GetMapping("/api/me")
    Me me(@AuthenticationPrincipal SsoPrincipal user, Authentication authentication) {
        Answer answer = Answer.of(user, clock.instant());
        return new Me(
                user.name(),
                Roles.of(authentication.getAuthorities()),
                user.session().attributes(),
                answer.level(),
                answer.micros(),
                answer.copyAge(),
                answer.stamp());
    }
}
