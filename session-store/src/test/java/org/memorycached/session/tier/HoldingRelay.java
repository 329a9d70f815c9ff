package org.memorycached.session.tier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server: takes every connection at once, and reads nothing from any until it is told to, as a network
 * that is stuck. For use by one thread.
 */
final class HoldingRelay implements AutoCloseable {

    /** So that little is under way where nobody reads. */
    private static final int SMALL = 4_096;

    private final ServerAddress server;
    private final ServerSocket listener = new ServerSocket();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    HoldingRelay(String server) throws IOException {
        this.server = ServerAddress.parse(server);
        listener.setReceiveBufferSize(SMALL);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connectionsTaken() {
        return sockets.size();
    }

    /** Whether something has been sent that is held here. */
    boolean holdsSomething() throws IOException {
        for (Socket socket : sockets) {
            if (!socket.isClosed() && socket.getInputStream().available() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Breaks the connections there are. */
    void cut() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** From now on what was held goes on to the server, and its answers come back. */
    void letGo() {
        letGo.countDown();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket from = listener.accept();
                sockets.add(from);
                threads.execute(() -> relay(from));
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private void relay(Socket from) {
        try {
            letGo.await();
            Socket to = new Socket(server.host(), server.port());
            sockets.add(to);
            Pump.start(from, to, threads);
        } catch (IOException closed) {
            // by either side
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        threads.shutdownNow();
    }
}
