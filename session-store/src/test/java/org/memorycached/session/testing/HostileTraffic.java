package org.memorycached.session.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/** Sends hostile requests to a server of this host, each on a connection of its own, and keeps what was wrong with the answers. */
public final class HostileTraffic {

    private static final int THREADS = 4;
    private static final int PATIENCE_MILLIS = 10_000;

    /** Wherever it stands: what was left of one request may have been taken for the next, and answered too. */
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5][0-9]{2})");

    /** What tells of the inside: a stack trace, a class, the server's version. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\n\\s+at [\\w.$]+\\(|Exception\\b|(java|javax|jakarta|org\\.(apache|springframework|memorycached|thymeleaf))\\.[a-z]+\\.\\w|"
                    + "Apache Tomcat");

    private final Map<String, Integer> statuses = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private HostileTraffic() {}

    /**
     * Sends the requests, from several threads, and waits for all answers.
     *
     * @param generator makes the requests of one thread, from a seed
     */
    public static HostileTraffic send(int port, int requests, LongFunction<HostileRequests> generator) {
        HostileTraffic traffic = new HostileTraffic();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int seed = 0; seed < THREADS; seed++) {
                HostileRequests hostile = generator.apply(seed);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < requests / THREADS; i++) {
                        traffic.sendOne(port, hostile.next());
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
        return traffic;
    }

    /** How often each status was answered; "none" where the server only closed the connection. */
    public Map<String, Integer> statuses() {
        return statuses;
    }

    /** Each 5xx, and each answer that shows the server's inside, with its request. */
    public List<String> faults() {
        return faults;
    }

    private void sendOne(int port, byte[] request) {
        String answer = answer(port, request);
        List<String> answered =
                STATUS.matcher(answer).results().map(status -> status.group(1)).toList();
        note(answered.isEmpty() ? "none" : answered.get(0));
        boolean isServersFault = answered.stream().anyMatch(status -> status.startsWith("5"));
        if (isServersFault || INSIDE.matcher(answer).find()) {
            fault(request, answer);
        }
    }

    private synchronized void note(String status) {
        statuses.merge(status, 1, Integer::sum);
    }

    private synchronized void fault(byte[] request, String answer) {
        faults.add(start(new String(request, StandardCharsets.ISO_8859_1)) + "\n-> " + start(answer));
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), 1_000));
    }

    /** Half-closes after the request, so that a server that waits for more of it knows that there is none. */
    private static String answer(int port, byte[] request) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(socket, request);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8_192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException(
                    "No answer to " + start(new String(request, StandardCharsets.ISO_8859_1)), e);
        } catch (IOException e) {
            // Reset: the server had enough of it. What it said before counts.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    /** A server that answers before it has read all, closes: what is left cannot be sent then, and the answer is there. */
    private static void send(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
        } catch (IOException e) {
            // the answer tells
        }
    }
}
