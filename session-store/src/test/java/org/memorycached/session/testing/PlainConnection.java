package org.memorycached.session.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.memorycached.session.tier.ServerAddress;

/** A plain socket to memcached, to see what is stored there without any client library. For use by one thread. */
public final class PlainConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Socket socket;
    private final BufferedReader answers;

    private PlainConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /**
     * @param address {@code host:port}
     * @throws IOException if nothing listens there
     */
    public static PlainConnection to(String address) throws IOException {
        ServerAddress server = ServerAddress.parse(address);
        Socket socket = new Socket();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(server.host(), server.port()), (int) PATIENCE.toMillis());
        return new PlainConnection(socket);
    }

    /**
     * Sends a command of memcached's text protocol; line ends are added.
     *
     * @return the first line of the answer: {@code END} is a miss of {@code get}
     * @throws IOException if there is no answer within a second; a {@link java.net.SocketTimeoutException} if the server
     *     is frozen
     */
    public String ask(String... lines) throws IOException {
        String command = String.join("\r\n", lines) + "\r\n";
        socket.getOutputStream().write(command.getBytes(StandardCharsets.ISO_8859_1));
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The server closed the connection");
        }
        return answer;
    }

    /** The server's own counters, by their names in memcached's {@code stats}. */
    public Map<String, String> stats() throws IOException {
        Map<String, String> stats = new HashMap<>();
        for (String line = ask("stats"); line != null && !line.equals("END"); line = answers.readLine()) {
            String[] words = line.split(" ", 3); // STAT name value
            stats.put(words[1], words[2]);
        }
        return stats;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
