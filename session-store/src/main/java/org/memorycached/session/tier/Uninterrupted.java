package org.memorycached.session.tier;

/**
 * Finishes what was begun though the thread is interrupted, and leaves it interrupted. A change consists of several
 * writes, and then every node is told of it: a request that is interrupted halfway, by the shutdown of its server, must
 * not leave nodes that show the change and nodes that do not. Each operation costs the thread at most the time that a
 * server is given to answer.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    /** May be made again after it was interrupted, as if it had not been. */
    interface Attempt<T, E1 extends Exception, E2 extends Exception> {
        T make() throws InterruptedException, E1, E2;
    }

    static <T, E1 extends Exception, E2 extends Exception> T finish(Attempt<T, E1, E2> attempt) throws E1, E2 {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return attempt.make();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
