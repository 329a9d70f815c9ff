package org.memorycached.session.tier;

import java.util.regex.Pattern;
import net.spy.memcached.compat.log.Level;
import net.spy.memcached.compat.log.SLF4JLogger;

/**
 * Where spymemcached logs to: SLF4J, without the keys of the operations that it tells of when a connection is lost. With
 * the original's names a session's key is its id. Public because the client makes it by its name.
 */
public final class KeylessLogger extends SLF4JLogger {

    private static final Pattern KEYS = Pattern.compile("(\\bKeys?: )\\S+");

    /** @param name the client's class that logs */
    public KeylessLogger(String name) {
        super(name);
    }

    @Override
    public void log(Level level, Object message, Throwable failure) {
        super.log(level, KEYS.matcher(String.valueOf(message)).replaceAll("$1…"), failure);
    }
}
