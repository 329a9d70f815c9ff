package org.memorycached.e2e.environment;

/** An application did not start, or has ended by itself. The message says which one, and quotes its log. */
public final class ApplicationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ApplicationFailedException(String message) {
        super(message);
    }

    ApplicationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
