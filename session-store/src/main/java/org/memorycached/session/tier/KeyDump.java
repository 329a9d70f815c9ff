package org.memorycached.session.tier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.TierUnavailableException;

/**
 * The keys of a memcached server, by its {@code lru_crawler metadump} (protocol.txt, "LRU_Crawler"), which walks through
 * the items in the background and spymemcached does not know. On a connection of its own, in the text protocol, which
 * memcached speaks beside the binary one unless it asks for a password.
 *
 * <p>Expiries are told as points in the server's time, which is asked for before: it goes by a clock that nobody sets, from
 * when the server started, and is off by all that its host's clock was set, or its host slept, since then.
 */
final class KeyDump {

    private static final Pattern LINE = Pattern.compile("key=(\\S+) exp=(-?\\d+) .*");
    private static final Pattern TIME = Pattern.compile("STAT time (\\d+)");

    /** Another client's dump goes on. */
    private static final String BUSY = "BUSY";

    /** Between two lines, and until the first: the crawler starts within a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServerAddress address;
    private final Duration connectTimeout;

    KeyDump(ServerAddress address, Duration connectTimeout) {
        this.address = address;
        this.connectTimeout = connectTimeout;
    }

    /** False if the server has no such command. */
    boolean tell(CacheServer.KeyListener listener) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) connectTimeout.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            // One after the other: the crawler takes the connection over, with what is still to be sent on it.
            ask(socket, "stats");
            OptionalLong now = time(lines);
            if (now.isEmpty()) {
                return false;
            }
            ask(socket, "lru_crawler metadump all");
            return read(lines, now.getAsLong(), listener);
        } catch (IOException e) {
            throw new TierUnavailableException(address + " did not list its keys", e);
        }
    }

    private static void ask(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty if the server does not tell: it does not know the text protocol, or is none of memcached's. */
    private static OptionalLong time(BufferedReader lines) throws IOException {
        OptionalLong time = OptionalLong.empty();
        for (String line = firstOf(lines); line != null && line.startsWith("STAT "); line = lines.readLine()) {
            Matcher told = TIME.matcher(line);
            if (told.matches()) {
                time = OptionalLong.of(Long.parseLong(told.group(1)));
            }
        }
        return time;
    }

    /** A server that does not know the command, or the text protocol, says so, closes the connection, or says nothing. */
    private boolean read(BufferedReader lines, long now, CacheServer.KeyListener listener) throws IOException {
        String first = firstOf(lines);
        if (first == null) {
            return false;
        }
        for (String line = first; line != null; line = lines.readLine()) {
            Matcher item = LINE.matcher(line);
            if (item.matches()) {
                listener.key(URLDecoder.decode(item.group(1), StandardCharsets.UTF_8), timeToLive(item.group(2), now));
            } else if (line.equals("END")) {
                return true;
            } else if (line.startsWith(BUSY)) {
                throw new TierUnavailableException(address + " is listing its keys for somebody else");
            } else if (line.startsWith("ERROR") || line.startsWith("CLIENT_ERROR")) {
                return false;
            }
        }
        throw new TierUnavailableException(address + " broke off the list of its keys");
    }

    private static @Nullable String firstOf(BufferedReader lines) throws IOException {
        try {
            return lines.readLine();
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    private static Duration timeToLive(String expiry, long now) {
        long at = Long.parseLong(expiry);
        return at < 0 ? Duration.ZERO : Duration.ofSeconds(Math.max(1, at - now));
    }
}
