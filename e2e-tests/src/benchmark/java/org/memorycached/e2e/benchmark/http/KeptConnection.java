package org.memorycached.e2e.benchmark.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection over HTTP/1.1 that is kept between requests: as little work for the load's side as Java allows, because it
 * runs on the cores that are measured. For one thread.
 */
final class KeptConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final int port;
    private Socket socket;
    private InputStream in;
    private boolean ended;

    /**
     * An answer.
     *
     * @param headers name in lower case, a colon, the value
     */
    record Answer(int status, List<String> headers, String body) {

        /** The values of all headers of this name. */
        List<String> all(String name) {
            String prefix = name + ":";
            return headers.stream()
                    .filter(header -> header.startsWith(prefix))
                    .map(header -> header.substring(prefix.length()).strip())
                    .toList();
        }

        String only(String name) {
            return all(name).stream().findFirst().orElse("");
        }
    }

    /** @param port on 127.0.0.1 */
    KeptConnection(int port) {
        this.port = port;
        try {
            connect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect() throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        ended = false;
    }

    /** Tomcat ends a connection after a hundred requests. */
    private void reconnectIfEnded() throws IOException {
        if (ended) {
            socket.close();
            connect();
        }
    }

    /** Asks and waits for the answer. A body is a form's. */
    Answer ask(String method, String path, Map<String, String> headers, String body) {
        StringBuilder request = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\n")
                .append(headers.containsKey("Host") ? "" : "Host: 127.0.0.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty()) {
            request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n");
        }
        request.append("\r\n").append(body);
        try {
            reconnectIfEnded();
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        List<String> headers = new ArrayList<>();
        int length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            headers.add(name + ": " + value);
            ended = ended || (name.equals("connection") && value.equals("close"));
            length = name.equals("content-length") ? Integer.parseInt(value) : length;
            chunked = chunked || (name.equals("transfer-encoding") && value.equals("chunked"));
        }
        return new Answer(status, headers, chunked ? chunks() : text(in.readNBytes(length)));
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            body.write(in.readNBytes(length));
            line();
        }
        line();
        return text(body.toByteArray());
    }

    private int chunkLength() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c != '\n') {
            if (c < 0) {
                throw new EOFException("The server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
            c = in.read();
        }
        return line.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
