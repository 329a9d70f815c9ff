package org.memorycached.session.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.memorycached.session.tier.ServerAddress;

/** What one memcached server keeps, with its flags, in the text protocol and without any client library. */
public final class RawValues implements AutoCloseable {

    /** A value and the flags beside it. */
    public record RawValue(byte[] bytes, int flags) {}

    private final Socket socket;
    private final DataInputStream answers;

    /**
     * @param address {@code host:port}
     * @throws IOException if nothing listens there
     */
    public RawValues(String address) throws IOException {
        ServerAddress server = ServerAddress.parse(address);
        this.socket = new Socket(server.host(), server.port());
        this.socket.setSoTimeout(2_000);
        this.answers = new DataInputStream(socket.getInputStream());
    }

    /** Empty for a key that is not there. */
    public Optional<RawValue> get(String key) throws IOException {
        send("get " + key + "\r\n", new byte[0]);
        String[] header = line().split(" ");
        if (header[0].equals("END")) {
            return Optional.empty();
        }
        byte[] value = new byte[Integer.parseInt(header[3])];
        answers.readFully(value);
        line();
        line(); // END
        return Optional.of(new RawValue(value, Integer.parseUnsignedInt(header[2])));
    }

    /** Stores a value that does not expire. */
    public void set(String key, byte[] value, int flags) throws IOException {
        send("set " + key + " " + Integer.toUnsignedString(flags) + " 0 " + value.length + "\r\n", value);
        send("\r\n", new byte[0]);
        String answer = line();
        if (!answer.equals("STORED")) {
            throw new IOException(answer);
        }
    }

    private void send(String command, byte[] value) throws IOException {
        socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(value);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answers.readUnsignedByte(); c != '\n'; c = answers.readUnsignedByte()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
