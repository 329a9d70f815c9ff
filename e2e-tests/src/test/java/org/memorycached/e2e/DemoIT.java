package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memorycached.e2e.environment.JarEnvironment;
import org.memorycached.e2e.environment.SmokeScript;
import org.memorycached.e2e.environment.SsoEnvironment;
import org.memorycached.session.testing.FreePort;

/** What {@code ./mvnw -Pdemo} runs: the launcher, with memcached inside and the applications as processes. */
class DemoIT {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final Map<String, Integer> ports = new LinkedHashMap<>();

    @TempDir
    Path folder;

    private Process demo;

    @BeforeEach
    void choosePorts() {
        for (String port :
                List.of("portal", "app1", "app2", "central1", "central2", "portal-local", "app1-local", "app2-local")) {
            ports.put(port, FreePort.next());
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (demo != null) {
            List<ProcessHandle> applications = demo.descendants().toList();
            demo.destroyForcibly().waitFor();
            applications.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void the_story_passes_on_embedded_servers_and_no_process_is_left() throws Exception {
        start();
        await().atMost(LONGEST_START).until(() -> output().contains("The demo is running.") || !demo.isAlive());
        assertThat(demo.isAlive()).as(output()).isTrue();
        assertThat(output()).contains(portal().toString(), "dwho / dwho", "rtyler / rtyler (an administrator)");

        SmokeScript.runAgainst(new Demo(ports));

        List<ProcessHandle> applications = demo.descendants().toList();
        assertThat(applications).hasSize(3);
        demo.destroy();
        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(applications).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void a_port_in_use_is_one_line_that_names_port_and_property() throws Exception {
        try (ServerSocket taken = new ServerSocket(ports.get("app1"), 1, InetAddress.getByName("127.0.0.1"))) {
            start();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isNotZero();
            assertThat(output().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort() + " is in use", "-Ddemo.app1.port=");
        }
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        ports.forEach((name, port) -> command.add("-Ddemo." + name + ".port=" + port));
        command.add("-Ddemo.portal.jar=" + JarEnvironment.jar("sso-portal"));
        command.add("-Ddemo.app.jar=" + JarEnvironment.jar("protected-app"));
        command.add("-Ddemo.logs=" + folder.resolve("logs"));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        command.add("org.memorycached.e2e.demo.Demo");
        demo = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log())
                .start();
    }

    private File log() {
        return folder.resolve("demo.log").toFile();
    }

    private String output() throws IOException {
        return Files.readString(log().toPath());
    }

    private URI portal() {
        return new Demo(ports).portal();
    }

    private record Demo(Map<String, Integer> ports) implements SsoEnvironment {

        @Override
        public URI portal() {
            return URI.create("http://portal.sso.localhost:" + ports.get("portal"));
        }

        @Override
        public URI app1() {
            return URI.create("http://app1.sso.localhost:" + ports.get("app1"));
        }

        @Override
        public URI app2() {
            return URI.create("http://app2.sso.localhost:" + ports.get("app2"));
        }

        @Override
        public boolean hasStored(String sessionId) {
            throw new UnsupportedOperationException("The launcher keeps its servers to itself");
        }
    }
}
