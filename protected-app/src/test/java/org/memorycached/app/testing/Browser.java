package org.memorycached.app.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;

/** Asks the application as a browser does, and follows no redirects. What the portal would do, it does by itself. */
public final class Browser {

    private static final String ACCEPT_PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String origin;
    private final SessionStore store;
    private final CacheServers servers;

    Browser(int port, SessionStore store, CacheServers servers) {
        this.origin = "http://localhost:" + port;
        this.store = store;
        this.servers = servers;
    }

    public String origin() {
        return origin;
    }

    public SessionId signInAs(Map<String, ?> attributes) {
        return store.create(attributes).id();
    }

    public SessionId signInAsUser() {
        return signInAs(
                Map.of("uid", "dwho", "cn", "Doctor Who", "mail", "dwho@example.com", "roles", List.of("user")));
    }

    public SessionId signInAsAdministrator() {
        return signInAs(Map.of("uid", "rtyler", "cn", "Rose Tyler", "roles", List.of("user", "admin")));
    }

    /** What was done so far is not what the next request asks the servers. */
    public Request open(String path) {
        servers.forgetKeys();
        return new Request(path).header("Accept", ACCEPT_PAGES);
    }

    /** One request, as it is put together. */
    public final class Request {

        private final HttpRequest.Builder request;

        private Request(String path) {
            request = HttpRequest.newBuilder(URI.create(origin + path));
        }

        public Request as(SessionId id) {
            return cookie(id.value());
        }

        public Request cookie(String value) {
            return header("Cookie", "sso_session=" + value);
        }

        public Request header(String name, String value) {
            request.setHeader(name, value);
            return this;
        }

        public Page get() {
            return send();
        }

        public Page post() {
            request.POST(HttpRequest.BodyPublishers.ofString("a=b"));
            return send();
        }

        private Page send() {
            try {
                return new Page(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
