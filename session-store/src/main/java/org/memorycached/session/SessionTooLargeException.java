package org.memorycached.session;

/** A session's stored form is larger than the configured limit. The stored session is as it was. */
public class SessionTooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    SessionTooLargeException(int bytes, int limit) {
        super("The session takes " + bytes + " bytes, the limit is " + limit
                + " (option maxValueSize; keep it below memcached's -I)");
    }
}
