package org.memorycached.e2e.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * HTTP without a browser: nothing is followed, kept or sent by itself. Java does not resolve {@code *.localhost}, so it
 * connects to the loopback address and names the host in the header.
 */
public final class PlainHttp {

    static {
        System.setProperty(
                "jdk.httpclient.allowRestrictedHeaders", "host,connection"); // before the client's class loads
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** GETs a page, with headers given as name, value, name, value. */
    public HttpResponse<String> get(URI base, String path, String... headers) {
        return send(request(base, path, headers));
    }

    /** POSTs a form that is encoded already, with headers given as name, value, name, value. */
    public HttpResponse<String> post(URI base, String path, String form, String... headers) {
        return send(request(base, path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static HttpRequest.Builder request(URI base, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + base.getPort() + path))
                .timeout(Duration.ofSeconds(10))
                .header("Host", base.getHost() + ":" + base.getPort());
        return headers.length > 0 ? request.headers(headers) : request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        try {
            return client.send(built, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(built.method() + " " + built.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where a redirect leads; empty if the answer is none. */
    public static String location(HttpResponse<?> response) {
        return response.headers().firstValue("Location").orElse("");
    }
}
