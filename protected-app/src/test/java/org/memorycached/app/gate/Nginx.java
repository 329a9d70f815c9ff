package org.memorycached.app.gate;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.memorycached.session.testing.FreePort;

/** The {@code nginx} program of this machine, with a configuration of the test's own, ended by its process. */
final class Nginx implements AutoCloseable {

    static final String HOW_TO_GET_IT = "apt-get install nginx-light";

    private final int port = FreePort.next();
    private final Process process;

    private Nginx(Path program, Path directory, String servers) throws IOException {
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server {
                        listen 127.0.0.1:%2$d;
                %3$s
                    }
                }
                """.formatted(directory, port, servers));
        process = new ProcessBuilder(program.toString(), "-p", directory.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await("nginx").atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    /** Empty where there is no nginx. */
    static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param locations what its only server has */
    static Nginx start(Path program, Path directory, String locations) throws IOException {
        return new Nginx(program, directory, locations);
    }

    int port() {
        return port;
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/nginx-is-up")
                    .toURL()
                    .openConnection();
            connection.setInstanceFollowRedirects(false);
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
