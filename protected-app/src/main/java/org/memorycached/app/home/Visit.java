package org.memorycached.app.home;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memorycached.app.Answer;
import org.memorycached.app.Roles;
import org.memorycached.session.Session;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.GrantedAuthority;

/**
 * What the first page shows, ready to be written down.
 *
 * @param name how the user is addressed
 * @param uid the value of the principal attribute
 * @param expires null if the session does not expire
 */
record Visit(
        String name,
        String uid,
        List<String> roles,
        List<Attribute> attributes,
        Answer answer,
        String copyAge,
        Moment created,
        Moment lastUsed,
        @Nullable Moment expires) {

    /** One row of the table of attributes. */
    record Attribute(String name, String value) {}

    static Visit of(SsoPrincipal user, Collection<? extends GrantedAuthority> authorities, Instant now) {
        Session session = user.session();
        Answer answer = Answer.of(user, now);
        return new Visit(
                session.text("cn").orElse(user.name()),
                user.name(),
                Roles.of(authorities),
                attributesOf(session),
                answer,
                Moment.brief(answer.copyAge()),
                new Moment(session.createdAt(), now),
                new Moment(session.lastUsedAt(), now),
                session.expiresAt().map(end -> new Moment(end, now)).orElse(null));
    }

    private static List<Attribute> attributesOf(Session session) {
        return session.attributes().entrySet().stream()
                .map(attribute -> new Attribute(attribute.getKey(), text(attribute.getValue())))
                .toList();
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> values
                ? values.stream().map(Visit::text).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
