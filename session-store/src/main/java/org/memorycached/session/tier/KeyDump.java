package org.memorycached.session.tier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.TierUnavailableException;

/**
 * The keys of a memcached server, by its {@code lru_crawler metadump} (protocol.txt, "LRU_Crawler"), which walks through
 * the items in the background and spymemcached does not know. On a connection of its own, in the text protocol, which
 * memcached speaks beside the binary one unless it asks for a password.
 */
final class KeyDump {

    private static final Pattern LINE = Pattern.compile("key=(\\S+) exp=(-?\\d+) .*");

    /** Another client's dump goes on. */
    private static final String BUSY = "BUSY";

    /** Between two lines, and until the first: the crawler starts within a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServerAddress address;
    private final Duration connectTimeout;
    private final Clock clock;

    KeyDump(ServerAddress address, Duration connectTimeout, Clock clock) {
        this.address = address;
        this.connectTimeout = connectTimeout;
        this.clock = clock;
    }

    /** False if the server has no such command. */
    boolean tell(CacheServer.KeyListener listener) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) connectTimeout.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("lru_crawler metadump all\r\n".getBytes(StandardCharsets.US_ASCII));
            return read(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)),
                    listener);
        } catch (IOException e) {
            throw new TierUnavailableException(address + " did not list its keys", e);
        }
    }

    /** A server that does not know the command, or the text protocol, says so, closes the connection, or says nothing. */
    private boolean read(BufferedReader lines, CacheServer.KeyListener listener) throws IOException {
        String first = firstOf(lines);
        if (first == null) {
            return false;
        }
        for (String line = first; line != null; line = lines.readLine()) {
            Matcher item = LINE.matcher(line);
            if (item.matches()) {
                listener.key(URLDecoder.decode(item.group(1), StandardCharsets.UTF_8), timeToLive(item.group(2)));
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

    private Duration timeToLive(String expiry) {
        long at = Long.parseLong(expiry);
        return at < 0
                ? Duration.ZERO
                : Duration.ofSeconds(Math.max(1, at - clock.instant().getEpochSecond()));
    }
}
