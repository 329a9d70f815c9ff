package org.memorycached.session.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real memcached that asks for a user name and a password ({@code memcached -S}), with a list of users of its own. For
 * use by one thread.
 */
public final class SaslMemcached implements MemcachedInstance {

    /** As the server knows the user: the realm is part of the name, so that no host name matters. */
    public static final String USERNAME = "sessions@memorycached";

    public static final String PASSWORD = "correct horse battery staple";

    private static final String HOW_TO_GET_IT = "install memcached with SASL, and saslpasswd2 (Debian: apt-get install"
            + " memcached sasl2-bin libsasl2-modules)";

    private static final int VERSION = 0x0b;
    private static final int LIST_MECHANISMS = 0x20;
    private static final int HEADER = 24;
    private static final int AFTER_LENGTH = 12;

    private final int port = FreePort.next();
    private final Path configuration;
    private Process process;
    private boolean asks = true;

    private SaslMemcached() {
        try {
            configuration = Files.createTempDirectory("sasl");
            Files.writeString(
                    configuration.resolve("memcached.conf"), "mech_list: plain\nsasldb_path: " + users() + "\n");
            setPassword(PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
        // A test run that is interrupted does not get to close().
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /** Goes on if there can be one; skips the test, or fails it if {@code E2E_REQUIRED} names "sasl", otherwise. */
    public static void assume() {
        boolean isThere = RealMemcached.isAvailable() // and not done without, as if there were none
                && program("memcached").filter(SaslMemcached::knowsSasl).isPresent()
                && saslpasswd2().isPresent()
                && offersPlain();
        if (List.of(System.getenv().getOrDefault("E2E_REQUIRED", "").split(",")).contains("sasl")) {
            Assertions.assertTrue(isThere, "E2E_REQUIRED names sasl: " + HOW_TO_GET_IT);
        }
        Assumptions.assumeTrue(isThere, HOW_TO_GET_IT);
    }

    private static boolean knowsSasl(Path memcached) {
        try {
            Process help = new ProcessBuilder(memcached.toString(), "-h").start();
            return new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("--enable-sasl");
        } catch (IOException e) {
            return false;
        }
    }

    /** On Debian the mechanism is in a package that is only recommended. */
    private static boolean offersPlain() {
        try (SaslMemcached one = start()) {
            return one.told(LIST_MECHANISMS).contains("PLAIN");
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts one more, empty, on a free port of 127.0.0.1. */
    public static SaslMemcached start() {
        return new SaslMemcached();
    }

    private static Optional<Path> program(String name) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where administrators have it, and others not on their path. */
    private static Optional<Path> saslpasswd2() {
        return program("saslpasswd2")
                .or(() -> Optional.of(Path.of("/usr/sbin/saslpasswd2")).filter(Files::isExecutable));
    }

    private Path users() {
        return configuration.resolve("users");
    }

    /** Changes the password of the only user, while the server runs. */
    public void setPassword(String password) {
        int at = USERNAME.indexOf('@');
        Process changed = run(
                List.of(
                        saslpasswd2().orElseThrow().toString(),
                        "-p",
                        "-c",
                        "-a",
                        "memcached",
                        "-f",
                        users().toString(),
                        "-u",
                        USERNAME.substring(at + 1),
                        USERNAME.substring(0, at)),
                password);
        Assertions.assertEquals(0, changed.exitValue(), "saslpasswd2");
        allowEverybodyToRead(); // memcached becomes another user
    }

    private void allowEverybodyToRead() {
        try {
            Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(users(), PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it asks for a password after its next restart. */
    public void ask(boolean from) {
        asks = from;
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        await(process);
    }

    @Override
    public void restart() {
        kill();
        process = launch();
    }

    @Override
    public void freeze() {
        run(List.of("kill", "-STOP", Long.toString(process.pid())), "");
    }

    @Override
    public void thaw() {
        run(List.of("kill", "-CONT", Long.toString(process.pid())), "");
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(users());
            Files.deleteIfExists(configuration.resolve("memcached.conf"));
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                program("memcached").orElseThrow().toString(), "-l", "127.0.0.1", "-p", Integer.toString(port)));
        if (asks) {
            command.add("-S");
        }
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("SASL_CONF_PATH", configuration.toString());
        try {
            Process started = builder.start();
            Awaitility.await("memcached at " + address())
                    .atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::tellsItsVersion);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean tellsItsVersion() {
        try {
            return told(VERSION).startsWith("1.");
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks in the binary protocol for what is told to everybody. */
    private String told(int command) throws IOException {
        byte[] request = new byte[HEADER];
        request[0] = (byte) 0x80;
        request[1] = (byte) command;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(request);
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            answer.skipNBytes(HEADER - AFTER_LENGTH - Integer.BYTES);
            int length = answer.readInt();
            answer.skipNBytes(AFTER_LENGTH);
            return new String(answer.readNBytes(length), StandardCharsets.US_ASCII);
        }
    }

    private static Process run(List<String> command, String input) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            await(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
