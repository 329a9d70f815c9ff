package org.memorycached.session.codec;

/** Stored bytes are no session. The message says what is wrong without repeating any content. */
public class SessionFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    public SessionFormatException(String message) {
        super(message);
    }
}
