package org.memorycached.session.identity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.security.SsoPrincipal;

/**
 * Which headers say who is signed in, and what they say: each the value of one attribute of the session,
 * percent-encoded, so that no value can end its header or start another. An attribute that the session does not have, a
 * map, or a value of more than 2048 characters makes no header. Immutable and thread-safe, as far as the token is.
 */
public final class IdentityHeaders {

    private final Map<String, Function<SsoPrincipal, Optional<String>>> exported;
    private final Set<String> reserved;

    private IdentityHeaders(
            Map<String, Function<SsoPrincipal, Optional<String>>> exported, Collection<String> removed) {
        this.exported = exported;
        this.reserved = Stream.concat(exported.keySet().stream(), removed.stream())
                .map(HeaderName::folded)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param attributes names of headers, and of the attributes that are their values
     * @param removed further names that no client may send
     * @throws InvalidOptionException if one of the names is none that proxies leave as it is, or two headers are the same
     */
    public static IdentityHeaders of(Map<String, String> attributes, Collection<String> removed) {
        Map<String, Function<SsoPrincipal, Optional<String>>> exported = new LinkedHashMap<>();
        attributes.forEach((header, attribute) -> exported.put(
                HeaderName.checked("identity.headers", header),
                user -> HeaderValue.of(user.session().attributes().get(attribute))));
        removed.forEach(header -> HeaderName.checked("identity.remove", header));
        return new IdentityHeaders(exported, List.copyOf(removed)).withoutTwins();
    }

    /** The same and one more: a proof of who is signed in. */
    public IdentityHeaders withToken(String header, IdentityToken token) {
        Map<String, Function<SsoPrincipal, Optional<String>>> more = new LinkedHashMap<>(exported);
        more.put(HeaderName.checked("identity.token.header", header), user -> Optional.of(token.of(user)));
        return new IdentityHeaders(more, reserved).withoutTwins();
    }

    private IdentityHeaders withoutTwins() {
        long different =
                exported.keySet().stream().map(HeaderName::folded).distinct().count();
        if (different < exported.size()) {
            throw new InvalidOptionException(
                    "identity.headers", String.join(", ", exported.keySet()), "give each header a name of its own");
        }
        return this;
    }

    /** Whether no client may send a header of this name, or of one that a gateway could take for it. */
    boolean isReserved(String name) {
        return reserved.contains(HeaderName.folded(name));
    }

    /** What the header of this name says of the user; the name's case does not matter, its dashes do. */
    Optional<String> value(String name, SsoPrincipal user) {
        return exported.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .findFirst()
                .flatMap(header -> header.getValue().apply(user));
    }

    /** All headers that have a value for this user, in the configured order. */
    public Map<String, String> of(SsoPrincipal user) {
        Map<String, String> headers = new LinkedHashMap<>();
        exported.forEach((name, of) -> of.apply(user).ifPresent(value -> headers.put(name, value)));
        return headers;
    }
}
