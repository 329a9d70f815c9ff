package org.memorycached.session.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** memcached's official image in Docker, one container for each instance. */
final class MemcachedContainer implements MemcachedInstance {

    static final DockerImageName IMAGE = DockerImageName.parse("memcached:1.6");

    private static final ExposedPort MEMCACHED = ExposedPort.tcp(11211);

    /** For the first contact with Docker, with the images pulled if they are missing. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    private final int port = FreePort.next();
    private final GenericContainer<?> container = new GenericContainer<>(IMAGE);
    private boolean frozen;

    private MemcachedContainer(String... options) {
        // A port of our choice, because Docker would choose another one at each restart.
        PortBinding binding = new PortBinding(Binding.bindIpAndPort("127.0.0.1", port), MEMCACHED);
        container.withCreateContainerCmdModifier(create -> create.withExposedPorts(MEMCACHED)
                .withHostConfig(Optional.ofNullable(create.getHostConfig())
                        .orElseGet(HostConfig::new)
                        .withPortBindings(binding)));
        if (options.length > 0) {
            List<String> command = new ArrayList<>(List.of("memcached"));
            command.addAll(List.of(options));
            container.withCommand(command.toArray(String[]::new));
        }
        container.start();
        Readiness.await(address());
    }

    /** Why there can be none here; empty if there can. Found out once, which takes a minute at most. */
    static Optional<String> whyNot() {
        return Probe.RESULT;
    }

    static MemcachedInstance start(String... options) {
        return new MemcachedContainer(options);
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void kill() {
        thaw();
        if (container.isRunning()) {
            docker().killContainerCmd(container.getContainerId()).exec();
            docker().waitContainerCmd(container.getContainerId()).start().awaitStatusCode();
        }
    }

    @Override
    public void restart() {
        kill();
        docker().startContainerCmd(container.getContainerId()).exec();
        Readiness.await(address());
    }

    @Override
    public void freeze() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
        frozen = true;
    }

    @Override
    public void thaw() {
        if (frozen) {
            docker().unpauseContainerCmd(container.getContainerId()).exec();
            frozen = false;
        }
    }

    @Override
    public void close() {
        thaw();
        container.stop();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    private static Optional<String> tryDocker() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("there is no Docker that works");
        }
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        if (!LOOPBACK.contains(host)) {
            return Optional.of("Docker publishes ports on " + host + ", not on this host");
        }
        new RemoteDockerImage(IMAGE).get();
        return Optional.empty();
    }

    /** One look at Docker for the whole JVM. */
    private static final class Probe {

        static final Optional<String> RESULT = probe();

        private static Optional<String> probe() {
            // On a thread of its own, because there is no other way to bound what Testcontainers does at first contact.
            // Its task must not be a method of this class, whose initialization waits for it.
            CompletableFuture<Optional<String>> look = CompletableFuture.supplyAsync(MemcachedContainer::tryDocker);
            try {
                return look.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                return Optional.of("Docker did not have " + IMAGE + " ready in " + PATIENCE.toSeconds() + " s");
            } catch (ExecutionException e) {
                return Optional.of("Docker cannot be used or has no image " + IMAGE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted while looking for Docker");
            }
        }
    }
}
