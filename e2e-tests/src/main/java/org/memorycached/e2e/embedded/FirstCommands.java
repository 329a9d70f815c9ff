package org.memorycached.e2e.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One command of each kind, over the wire. The first ones of a JVM load hundreds of classes, which takes longer than a
 * session store waits for an answer; so a server is only given away after it has been through them.
 */
final class FirstCommands {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int REQUEST = 0x80;
    private static final int HEADER_LENGTH = 24;
    private static final int OPAQUE_AND_CAS = 12;
    private static final byte[] KEY = "first".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final byte[] FLAGS_AND_EXPIRY = new byte[8];
    private static final byte[] ONE_FROM_ZERO =
            ByteBuffer.allocate(20).putLong(1).putLong(0).putInt(-1).array();

    private final DataOutputStream requests;
    private final DataInputStream answers;

    private FirstCommands(Socket socket) throws IOException {
        this.requests = new DataOutputStream(socket.getOutputStream());
        this.answers = new DataInputStream(socket.getInputStream());
    }

    /** Returns after the server has answered all of them; it is empty again then. */
    static void send(String host, int port) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            FirstCommands commands = new FirstCommands(socket);
            byte[] zero = "0".getBytes(StandardCharsets.US_ASCII);
            commands.ask(Opcode.ADD, FLAGS_AND_EXPIRY, zero);
            commands.ask(Opcode.SET, FLAGS_AND_EXPIRY, zero);
            commands.ask(Opcode.INCREMENT, ONE_FROM_ZERO, NOTHING);
            commands.ask(Opcode.GET, NOTHING, NOTHING);
            commands.ask(Opcode.DELETE, NOTHING, NOTHING);
        }
    }

    private void ask(Opcode opcode, byte[] extras, byte[] value) throws IOException {
        int bodyLength = extras.length + KEY.length + value.length;
        requests.write(ByteBuffer.allocate(HEADER_LENGTH + bodyLength)
                .put((byte) REQUEST)
                .put(opcode.code)
                .putShort((short) KEY.length)
                .put((byte) extras.length)
                .put(new byte[3])
                .putInt(bodyLength)
                .put(new byte[OPAQUE_AND_CAS])
                .put(extras)
                .put(KEY)
                .put(value)
                .array());
        ByteBuffer answer = ByteBuffer.wrap(answers.readNBytes(HEADER_LENGTH));
        answers.skipNBytes(answer.getInt(8));
    }

    /** Of memcached's binary protocol. */
    private enum Opcode {
        GET(0x00),
        SET(0x01),
        ADD(0x02),
        DELETE(0x04),
        INCREMENT(0x05);

        private final byte code;

        Opcode(int code) {
            this.code = (byte) code;
        }
    }
}
