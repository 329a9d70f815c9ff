package org.memorycached.e2e.environment;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.session.testing.FreePort;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** The environment of {@code docker compose up --build}, on free ports. */
public final class ComposeEnvironment implements SsoEnvironment, AutoCloseable {

    private static final Duration BUILD_AND_START = Duration.ofMinutes(15);
    private static final List<String> APPLICATIONS = List.of("portal", "app1", "app2");
    private static final List<String> CENTRAL_SERVERS = List.of("central1", "central2");

    private static final String PROJECT_LABEL = "com.docker.compose.project";

    private final int portalPort = FreePort.next();
    private final int app1Port = FreePort.next();
    private final int app2Port = FreePort.next();
    private final ComposeContainer compose;

    private ComposeEnvironment() {
        compose = new ComposeContainer(file())
                .withBuild(true)
                .withEnv("PORTAL_PORT", String.valueOf(portalPort))
                .withEnv("APP1_PORT", String.valueOf(app1Port))
                .withEnv("APP2_PORT", String.valueOf(app2Port))
                .withStartupTimeout(BUILD_AND_START);
        APPLICATIONS.forEach(service -> compose.waitingFor(service, new Healthy().withStartupTimeout(BUILD_AND_START)));
    }

    /** Testcontainers' own strategy asks the engine without a pause, and takes two cores from those it waits for. */
    private static final class Healthy extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            await().atMost(startupTimeout)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> waitStrategyTarget.isHealthy());
        }
    }

    /** Builds and starts it; where Docker is not usable, the test is skipped and says so. */
    public static ComposeEnvironment start() {
        Required.assume(
                Required.DOCKER,
                dockerIsUsable() && composeAnswers(),
                "no usable Docker with compose: the compose environment is not tested");
        ComposeEnvironment environment = new ComposeEnvironment();
        System.out.println("Building and starting docker/compose.yaml; the first time this takes minutes ...");
        environment.compose.start();
        return environment;
    }

    /** Testcontainers starts a container of its own: without a registry that has its image, Docker is none for it. */
    private static boolean dockerIsUsable() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (ContainerFetchException e) {
            return false;
        }
    }

    private static boolean composeAnswers() {
        return Command.of(List.of("docker", "compose", "version")).run().exitCode() == 0;
    }

    private static File file() {
        return Path.of("..", "docker", "compose.yaml")
                .toAbsolutePath()
                .normalize()
                .toFile();
    }

    @Override
    public URI portal() {
        return URI.create("http://portal.sso.localhost:" + portalPort);
    }

    @Override
    public URI app1() {
        return URI.create("http://app1.sso.localhost:" + app1Port);
    }

    @Override
    public URI app2() {
        return URI.create("http://app2.sso.localhost:" + app2Port);
    }

    /** The central servers are on a network that this host is not in: their own container is asked. */
    @Override
    public boolean hasStored(String sessionId) {
        String key = "session:" + DigestUtils.sha256Hex(sessionId);
        return CENTRAL_SERVERS.stream()
                .map(service -> answer(service, "get " + key))
                .anyMatch(value ->
                        value.startsWith("VALUE " + key) && !value.strip().endsWith(" " + TestServers.ENDED.length()));
    }

    /** The published ports of a service, as {@code host address:container port}. */
    public List<String> published(String service) {
        return container(service).getContainerInfo().getNetworkSettings().getPorts().getBindings().entrySet().stream()
                .filter(port -> port.getValue() != null)
                .flatMap(port -> Stream.of(port.getValue())
                        .map(binding ->
                                binding.getHostIp() + ":" + port.getKey().getPort()))
                .toList();
    }

    /** How to reach its containers by the compose program, from the folder of this module. */
    public String command() {
        String project =
                container("central1").getContainerInfo().getConfig().getLabels().get(PROJECT_LABEL);
        return "docker compose --project-name " + project + " --file " + file();
    }

    /** Runs a command in the container of a service. */
    public String run(String service, String... command) {
        try {
            return container(service).execInContainer(command).getStdout().trim();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ContainerState container(String service) {
        return compose.getContainerByServiceName(service)
                .orElseThrow(() -> new IllegalStateException("No container of " + service));
    }

    private String answer(String service, String command) {
        String script = "exec 3<>/dev/tcp/127.0.0.1/11211 && printf '" + command
                + "\\r\\n' >&3 && read -r -t 2 line <&3 && echo \"$line\"";
        return run(service, "bash", "-c", script);
    }

    @Override
    public void close() {
        compose.stop();
    }
}
