package org.memorycached.session.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** Real Perl with its Storable, which answers one line with one line: see {@code storable-peer.pl}. */
final class PerlPeer implements AutoCloseable {

    static final String HOW_TO_GET_IT = "apt-get install perl (perl-base alone has no Storable)";

    private static final String SCRIPT = "/storable-peer.pl";

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;
    private final String version;

    private PerlPeer(Process process) throws IOException {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
        this.version = String.valueOf(answers.readLine());
    }

    /** Empty where there is no Perl, or one without Storable. */
    static Optional<PerlPeer> start() throws URISyntaxException {
        Path script = Path.of(PerlPeer.class.getResource(SCRIPT).toURI());
        try {
            Process process = new ProcessBuilder("perl", script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            PerlPeer peer = new PerlPeer(process);
            if (peer.version.startsWith("perl ")) {
                return Optional.of(peer);
            }
            peer.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String version() {
        return version;
    }

    byte[] freeze(String structure) {
        return HexFormat.of().parseHex(ask("freeze", structure));
    }

    String thaw(byte[] stored) {
        return ask("thaw", HexFormat.of().formatHex(stored));
    }

    byte[] again(byte[] stored) {
        return HexFormat.of().parseHex(ask("again", HexFormat.of().formatHex(stored)));
    }

    String assign(byte[] stored) {
        return ask("assign", HexFormat.of().formatHex(stored));
    }

    private String ask(String command, String argument) {
        try {
            questions.write(command + " " + argument + "\n");
            questions.flush();
            String answer = answers.readLine();
            if (answer == null || answer.startsWith("died")) {
                throw new AssertionError("Perl to " + command + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Perl ends with its input. */
    @Override
    public void close() {
        process.destroy();
    }
}
