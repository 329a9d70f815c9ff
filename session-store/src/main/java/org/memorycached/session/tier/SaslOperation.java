package org.memorycached.session.tier;

import java.util.function.Consumer;
import net.spy.memcached.auth.PlainCallbackHandler;
import net.spy.memcached.ops.OperationCallback;
import net.spy.memcached.ops.OperationState;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.protocol.binary.SASLAuthOperationImpl;

/**
 * Signs one connection in. Unlike the client's own operation it takes a refusal for an answer: that one drops the
 * connection, with an error in the log, each time.
 */
final class SaslOperation extends SASLAuthOperationImpl {

    /** What a server can answer. */
    enum Answer {
        ACCEPTED,
        REFUSED,
        /** It asks nobody to sign in: an ordinary memcached, without {@code -S}. */
        UNKNOWN
    }

    private static final String[] MECHANISMS = {"PLAIN"};
    private static final String ANY_SERVER = "memcached";

    private final Consumer<Answer> told;

    /** @param told called on the client's I/O thread; not at all if the connection is lost first */
    @SuppressWarnings("NullAway") // no properties: that is how javax.security.sasl takes them
    SaslOperation(Credentials credentials, Consumer<Answer> told) {
        super(
                MECHANISMS,
                ANY_SERVER,
                null,
                new PlainCallbackHandler(credentials.username(), credentials.password()),
                new NobodyWaits());
        this.told = told;
    }

    @Override
    protected void finishedPayload(byte[] payload) {
        transitionState(OperationState.COMPLETE);
        told.accept(answer());
    }

    private Answer answer() {
        if (errorCode == SUCCESS) {
            return Answer.ACCEPTED;
        }
        return errorCode == ERR_UNKNOWN_COMMAND ? Answer.UNKNOWN : Answer.REFUSED;
    }

    /** What becomes of the connection is told in another way. */
    private static final class NobodyWaits implements OperationCallback {

        @Override
        public void receivedStatus(OperationStatus status) {
            // cancelled, with its connection
        }

        @Override
        public void complete() {
            // nobody waits
        }
    }
}
