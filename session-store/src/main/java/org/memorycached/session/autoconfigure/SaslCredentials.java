package org.memorycached.session.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.autoconfigure.SessionStoreProperties.Sasl;
import org.memorycached.session.tier.Credentials;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * The properties {@code session-store.sasl.*} and {@code session-store.local-sasl.*}. No message shows a password, nor
 * a file that does not look like one: somebody may have mistaken the one for the other. An empty value counts as
 * none, because a variable that was not set turns no protection off: a server that asks is not open to strangers.
 */
final class SaslCredentials {

    private static final String NOT_SHOWN = "(not shown)";

    private final ResourceLoader resources;

    SaslCredentials(ResourceLoader resources) {
        this.resources = resources;
    }

    /** What the central servers ask for; empty for nothing. */
    Optional<Credentials> central(SessionStoreProperties properties) {
        return read("sasl", properties.sasl());
    }

    /** What the local servers ask for; empty for nothing. */
    Optional<Credentials> local(SessionStoreProperties properties) {
        return read("localSasl", properties.localSasl());
    }

    private Optional<Credentials> read(String option, Sasl given) {
        if (isGiven(given.password()) && isGiven(given.passwordFile())) {
            throw new InvalidOptionException(
                    option + ".password", NOT_SHOWN, "leave it out, or password-file: one of them is enough");
        }
        String password = password(option, given);
        String username = given.username();
        if (username == null || username.isBlank()) {
            requireNone(option, username, password);
            return Optional.empty();
        }
        return Optional.of(credentials(option, username.strip(), password));
    }

    private static void requireNone(String option, @Nullable String username, @Nullable String password) {
        if (password != null) {
            throw new InvalidOptionException(
                    option + ".username", username, "there is a password: name the user that it belongs to");
        }
    }

    private static Credentials credentials(String option, String username, @Nullable String password) {
        if (password == null) {
            throw new InvalidOptionException(
                    option + ".password", "", "give the password of " + username + ", or a password-file with it");
        }
        try {
            return new Credentials(username, password, option);
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(
                    option + ".password", NOT_SHOWN, "neither it nor the user name may have a NUL in it");
        }
    }

    private @Nullable String password(String option, Sasl given) {
        String file = given.passwordFile();
        if (file != null && !file.isBlank()) {
            return firstLine(option, file);
        }
        return isGiven(given.password()) ? given.password() : null;
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private String firstLine(String option, String location) {
        Resource file = resources.getResource(location);
        if (!file.isReadable()) {
            throw noFile(
                    option, location, "name a file that can be read, such as file:/run/secrets/memcached-password");
        }
        try {
            return file.getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> noFile(option, location, "there is no password in its first line"));
        } catch (IOException e) {
            throw noFile(
                    option, location, "the file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static InvalidOptionException noFile(String option, String location, String fix) {
        return new InvalidOptionException(option + ".passwordFile", isLocation(location) ? location : NOT_SHOWN, fix);
    }

    private static boolean isLocation(String location) {
        return location.startsWith("file:") || location.startsWith("classpath:");
    }
}
