package org.memorycached.session.tier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server, and takes no connection until it is told to: packets that ask for one are dropped, as by a
 * network that is cut. For use by one thread.
 */
final class DeafRelay implements AutoCloseable {

    private static final int SHORTEST_BACKLOG = 1;

    /** More than the shortest backlog of any kernel. */
    private static final int FILLERS = 4;

    private final ServerAddress server;
    private final ServerSocket listener = new ServerSocket(0, SHORTEST_BACKLOG, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    DeafRelay(String server) throws IOException {
        this.server = ServerAddress.parse(server);
        for (int i = 0; i < FILLERS; i++) {
            fillBacklog();
        }
    }

    private void fillBacklog() throws IOException {
        Socket filler = new Socket();
        sockets.add(filler);
        try {
            filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 100);
        } catch (SocketTimeoutException full) {
            filler.close();
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on it relays. */
    void listen() {
        threads.execute(() -> {
            while (!listener.isClosed()) {
                acceptOne();
            }
        });
    }

    private void acceptOne() {
        try {
            Socket from = listener.accept();
            Socket to = new Socket(server.host(), server.port());
            sockets.add(from);
            sockets.add(to);
            Pump.start(from, to, threads);
        } catch (IOException closed) {
            // by close()
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
