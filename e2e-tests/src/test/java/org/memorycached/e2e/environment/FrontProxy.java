package org.memorycached.e2e.environment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small proxy before the instances of one application, as a load balancer is: it asks each for its readiness, and sends
 * requests to those that are ready, in turn. Like nginx by default, it goes on to the next where an instance takes no
 * connection, and where one breaks off a GET; a POST that was sent is never sent again. Thread-safe.
 */
public final class FrontProxy implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int BAD_GATEWAY = 502;

    /** Of one connection, not of the request; and what the client sets itself. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "content-length", "transfer-encoding", "keep-alive", "upgrade", "http2-settings");

    private static final class Instance {

        private final int port;
        private volatile boolean ready;
        private volatile boolean takenOut;

        private Instance(int port) {
            this.port = port;
        }

        private boolean isIn() {
            return ready && !takenOut;
        }
    }

    private final List<Instance> instances;
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService looks = Executors.newScheduledThreadPool(2);
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** @param ports of the instances, on 127.0.0.1 */
    public FrontProxy(int port, List<Integer> ports) {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection");
        instances = ports.stream().map(Instance::new).toList();
        instances.forEach(instance ->
                looks.scheduleWithFixedDelay(() -> look(instance), 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::forward);
        server.setExecutor(workers);
        server.start();
    }

    /**
     * Sends no more requests to an instance that will be stopped, whatever it says; those that are under way go on. An
     * application that is told to stop takes no more connections at that moment, before anybody can ask for its readiness.
     */
    public void takeOut(int port) {
        instances.stream().filter(instance -> instance.port == port).forEach(instance -> {
            instance.takenOut = true;
            instance.ready = false;
        });
    }

    /** The opposite: from when it is ready. */
    public void takeIn(int port) {
        instances.stream().filter(instance -> instance.port == port).forEach(instance -> instance.takenOut = false);
    }

    /** Whether this instance gets requests. */
    public boolean sendsTo(int port) {
        return instances.stream().anyMatch(instance -> instance.port == port && instance.isIn());
    }

    private void look(Instance instance) {
        HttpRequest question = HttpRequest.newBuilder(uri(instance, "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            instance.ready = client.send(question, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            instance.ready = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI uri(Instance instance, String path) {
        return URI.create("http://127.0.0.1:" + instance.port + path);
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            List<Instance> ready = instances.stream().filter(Instance::isIn).toList();
            if (ready.isEmpty()) {
                exchange.sendResponseHeaders(BAD_GATEWAY, -1);
                return;
            }
            forward(exchange, exchange.getRequestBody().readAllBytes(), ready);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange, byte[] body, List<Instance> ready)
            throws IOException, InterruptedException {
        int first = turn.getAndIncrement();
        for (int i = 0; i < ready.size(); i++) {
            Instance next = ready.get(Math.floorMod(first + i, ready.size()));
            try {
                answer(exchange, client.send(request(exchange, body, next), HttpResponse.BodyHandlers.ofByteArray()));
                return;
            } catch (ConnectException e) {
                next.ready = false; // until it says otherwise
            } catch (IOException e) {
                if (!exchange.getRequestMethod().equals("GET")) {
                    break;
                }
            }
        }
        exchange.sendResponseHeaders(BAD_GATEWAY, -1);
    }

    private static HttpRequest request(HttpExchange exchange, byte[] body, Instance to) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        uri(to, exchange.getRequestURI().toString()))
                .timeout(PATIENCE)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Connection", "close");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        int length = response.body().length;
        exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(response.body());
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        server.stop(0);
        workers.shutdownNow();
    }
}
