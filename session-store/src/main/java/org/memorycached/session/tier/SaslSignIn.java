package org.memorycached.session.tier;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import net.spy.memcached.ConnectionObserver;

/**
 * Signs each connection of one client in before anything else is sent on it, and tells whether the server has accepted.
 * Thread-safe; nobody waits for it.
 *
 * <p>The client's own way is not used. It lets the threads of callers wait for the server, asks ten times a second for
 * ever where it is refused, and sends operations on a connection that was made anew before that has signed in.
 */
final class SaslSignIn implements ConnectionObserver {

    private enum State {
        /** There is no connection. */
        AWAY,
        ASKED,
        ACCEPTED,
        REFUSED
    }

    private final Credentials credentials;
    private final Admission admission;
    private final long patienceNanos;
    private final Runnable decided;
    private final CompletableFuture<OneServerClient> client = new CompletableFuture<>();

    private volatile State state = State.AWAY;
    private volatile long askedAt;

    /**
     * @param admission told what the server thinks of the credentials
     * @param patience after which a connection that was not answered counts as broken
     * @param decided what to do when the server has accepted or refused; called on the client's I/O thread
     */
    SaslSignIn(Credentials credentials, Admission admission, Duration patience, Runnable decided) {
        this.credentials = credentials;
        this.admission = admission;
        this.patienceNanos = patience.toNanos();
        this.decided = decided;
    }

    /** To be called once. The client may have a connection by then, and may not know of it yet. */
    void use(OneServerClient made) {
        client.complete(made);
    }

    boolean isAccepted() {
        return state == State.ACCEPTED;
    }

    /** Whether the server leaves it open for so long that the connection may be broken without knowing it. */
    boolean isStuck() {
        return state == State.ASKED && System.nanoTime() - askedAt > patienceNanos;
    }

    /** Asks again where the server has refused: its list of users may have changed. */
    void askAgainIfRefused() {
        if (state == State.REFUSED) {
            asked();
            client.thenAccept(c -> c.sendFirst(question()));
        }
    }

    @Override
    public void connectionEstablished(SocketAddress server, int reconnectCount) {
        asked();
        client.thenAccept(
                c -> { // one step: two would be done in the opposite order
                    c.forgetUnsent();
                    c.sendFirst(question());
                });
    }

    @Override
    public void connectionLost(SocketAddress server) {
        state = State.AWAY;
    }

    private void asked() {
        askedAt = System.nanoTime();
        state = State.ASKED;
    }

    private SaslOperation question() {
        return new SaslOperation(credentials, this::answered);
    }

    private void answered(SaslOperation.Answer answer) {
        boolean accepted = answer == SaslOperation.Answer.ACCEPTED;
        state = accepted ? State.ACCEPTED : State.REFUSED;
        switch (answer) {
            case ACCEPTED -> admission.granted();
            case REFUSED -> admission.refused(credentials);
            case UNKNOWN -> admission.notAskedFor(credentials);
        }
        decided.run();
    }
}
