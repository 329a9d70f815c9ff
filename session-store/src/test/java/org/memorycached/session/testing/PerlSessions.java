package org.memorycached.session.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Perl on the same sessions: a process of real {@code Apache::Session} and {@code Cache::Memcached}, which creates,
 * reads, changes and deletes sessions on real memcached servers as {@code Apache::Session::Memorycached} does. See {@code
 * perl-sessions.pl}. For use by one thread; {@link #close} ends the process.
 */
public final class PerlSessions implements AutoCloseable {

    /** What to do where a test that needs it is skipped. */
    public static final String HOW_TO_GET_IT = "apt-get install perl libcache-memcached-perl libapache-session-perl";

    private static final String SCRIPT = "/perl-sessions.pl";
    private static final String NONE = "none";
    private static final TypeReference<Map<String, @Nullable Object>> MAP = new TypeReference<>() {};

    private final JsonMapper json =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;
    private final String version;

    private PerlSessions(Process process) throws IOException {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
        this.version = String.valueOf(answers.readLine());
    }

    /**
     * Starts Perl, which connects to the servers when it needs them.
     *
     * @param servers {@code host:port} each, in the order that places the keys
     * @param timeout the expiry of each write; zero for none
     * @param principal the attribute of the reverse reference
     * @param updateOnly whether opening a session writes nothing
     * @return empty where there is no Perl with these modules
     */
    public static Optional<PerlSessions> start(
            List<String> servers, Duration timeout, String principal, boolean updateOnly) {
        List<String> command = new ArrayList<>(
                List.of("perl", script().toString(), "" + timeout.toSeconds(), principal, updateOnly ? "1" : "0"));
        command.addAll(servers);
        try {
            PerlSessions perl = new PerlSessions(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            if (perl.version.startsWith("perl ")) {
                return Optional.of(perl);
            }
            perl.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path script() {
        try {
            return Path.of(PerlSessions.class.getResource(SCRIPT).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of Perl and of both modules. */
    public String version() {
        return version;
    }

    /** Opens a session without an id, and does not save it: its id. */
    public String book() {
        return ask("book");
    }

    /** Creates a session: its id. */
    public String create(Map<String, ? extends @Nullable Object> attributes) {
        return ask("create " + json.writeValueAsString(attributes));
    }

    /** All fields of a session, as Perl has them; empty if there is no such session. */
    public Optional<Map<String, @Nullable Object>> read(String id) {
        return answer("read " + id).map(fields -> json.readValue(fields, MAP));
    }

    /**
     * Sets these fields of a session.
     *
     * @param fields null removes one
     * @return whether there is such a session
     */
    public boolean change(String id, Map<String, ? extends @Nullable Object> fields) {
        return answer("change " + id + " " + json.writeValueAsString(fields)).isPresent();
    }

    /** Deletes a session and, as the original does, whatever reference its principal has; says if there was one. */
    public boolean delete(String id) {
        return answer("delete " + id).isPresent();
    }

    /** The id that the reverse reference of a principal holds. */
    public Optional<String> findByPrincipal(String name) {
        return answer("find " + json.writeValueAsString(name));
    }

    /** The place in the list of the server that Perl keeps a key on, from 0. */
    public int serverOf(String key) {
        return Integer.parseInt(ask("server " + key));
    }

    private Optional<String> answer(String question) {
        return Optional.of(ask(question)).filter(answer -> !answer.equals(NONE));
    }

    private String ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            String answer = answers.readLine();
            if (answer == null || answer.startsWith("died")) {
                throw new AssertionError("Perl to " + question + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
