package org.memorycached.e2e.demo;

/** The demo cannot run; the message tells its user what to do about it. */
final class DemoException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DemoException(String message) {
        super(message);
    }
}
