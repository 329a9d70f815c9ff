package org.memorycached.session.tier;

import java.util.regex.Pattern;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.compat.log.Level;
import net.spy.memcached.compat.log.LoggerFactory;
import net.spy.memcached.compat.log.SLF4JLogger;

/**
 * Where spymemcached logs to, unless the application has named another logger: SLF4J, without the keys of the operations
 * that it tells of when a connection is lost. With the original's names a session's key is its id. Public because the
 * client makes it, by its name.
 */
public final class KeylessLogger extends SLF4JLogger {

    private static final String PROPERTY = "net.spy.log.LoggerImpl";
    private static final Pattern KEYS = Pattern.compile("(\\bKeys?: |\\bVALUE |\\bDelete of )\\S+");

    /** @param name the client's class that logs */
    public KeylessLogger(String name) {
        super(name);
    }

    /**
     * To be called before the client logs for the first time: its own default prints stack traces to stderr at every
     * reconnect. The client asks for the name once, so other copies of it in this JVM are left alone. A copy that does not
     * see this class logs to SLF4J with the keys.
     */
    static void use() {
        synchronized (System.getProperties()) { // one application at a time, where there are several
            if (System.getProperty(PROPERTY) == null) {
                System.setProperty(
                        PROPERTY, isSeenByTheClient() ? KeylessLogger.class.getName() : SLF4JLogger.class.getName());
                try {
                    LoggerFactory.getLogger(MemcachedClient.class);
                } finally {
                    System.clearProperty(PROPERTY);
                }
            }
        }
    }

    private static boolean isSeenByTheClient() {
        return MemcachedClient.class.getClassLoader() == KeylessLogger.class.getClassLoader();
    }

    @Override
    public void log(Level level, Object message, Throwable failure) {
        if (isWanted(level)) {
            super.log(level, KEYS.matcher(String.valueOf(message)).replaceAll("$1…"), failure);
        }
    }

    /** The client asks so itself for some of its lines only, and has several for each operation. */
    private boolean isWanted(Level level) {
        return switch (level) {
            case TRACE -> isTraceEnabled();
            case DEBUG -> isDebugEnabled();
            case INFO -> isInfoEnabled();
            default -> true;
        };
    }
}
