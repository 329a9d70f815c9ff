package org.memorycached.e2e.benchmark.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.memorycached.session.tier.ServerAddress;

/** What a plain connection can ask of a memcached (protocol.txt of 1.6). */
public final class MemcachedCommands {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern NUMBER = Pattern.compile("STAT (\\S+) (\\d{1,18})");
    private static final Pattern ITEM = Pattern.compile("key=(\\S+) .*\\bsize=(\\d+).*");

    private MemcachedCommands() {}

    /** Its counters. */
    public static Map<String, Long> statistics(String address) {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (String line : ask(address, "stats")) {
            Matcher number = NUMBER.matcher(line);
            if (number.matches()) {
                counters.put(number.group(1), Long.parseLong(number.group(2)));
            }
        }
        return counters;
    }

    /** All it has. */
    public static List<StoredItem> items(String address) {
        List<StoredItem> items = new ArrayList<>();
        for (String line : ask(address, "lru_crawler metadump all")) {
            Matcher item = ITEM.matcher(line);
            if (item.matches()) {
                String key = URLDecoder.decode(item.group(1), StandardCharsets.UTF_8);
                items.add(new StoredItem(key, Integer.parseInt(item.group(2))));
            }
        }
        return items;
    }

    /** Forgets all it has. */
    public static void flush(String address) {
        ask(address, "flush_all");
    }

    private static List<String> ask(String address, String command) {
        ServerAddress server = ServerAddress.parse(address);
        try (Socket socket = new Socket(server.host(), server.port());
                BufferedReader answers = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            List<String> lines = new ArrayList<>();
            String line = answers.readLine();
            while (line != null && !line.equals("END") && !line.equals("OK")) {
                lines.add(line);
                line = answers.readLine();
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
