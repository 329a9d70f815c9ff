package org.memorycached.session.tier;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every question as if it had been another one, with a value. Speaks as much of both protocols as that takes. */
final class MixedUpServer implements AutoCloseable {

    private static final int BINARY_REQUEST = 0x80;
    private static final int BINARY_RESPONSE = 0x81;
    private static final int HEADER = 24;
    private static final int FLAGS = 4;

    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    MixedUpServer() throws IOException {
        Thread thread = new Thread(this::acceptAll, "mixed-up-server");
        thread.setDaemon(true);
        thread.start();
    }

    ServerAddress address() {
        return new ServerAddress("127.0.0.1", listener.getLocalPort());
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                answerAll(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
            } catch (IOException closed) {
                // by either side
            }
        }
    }

    private static void answerAll(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                throw new EOFException();
            }
            if (first == BINARY_REQUEST) {
                answerBinary(in, out);
            } else {
                answerText(in, out);
            }
            out.flush();
        }
    }

    /** See memcached's protocol_binary.txt; the opaque number is the next one's. */
    private static void answerBinary(DataInputStream in, DataOutputStream out) throws IOException {
        int command = in.readByte();
        in.skipNBytes(6);
        int length = in.readInt();
        int opaque = in.readInt();
        in.skipNBytes(HEADER - 16 + length);
        byte[] value = "a stranger's".getBytes(StandardCharsets.US_ASCII);
        out.writeByte(BINARY_RESPONSE);
        out.writeByte(command);
        out.writeShort(0); // length of the key
        out.writeByte(FLAGS);
        out.writeByte(0);
        out.writeShort(0); // success
        out.writeInt(FLAGS + value.length);
        out.writeInt(opaque + 1);
        out.writeLong(1); // version
        out.writeInt(0); // flags
        out.write(value);
    }

    private static void answerText(DataInputStream in, DataOutputStream out) throws IOException {
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
        }
        out.writeBytes("VALUE another 0 12 1\r\na stranger's\r\nEND\r\n");
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
