package org.memorycached.session.tier;

import net.spy.memcached.MemcachedClient;

/** What spymemcached's classes ask for when they are loaded: set here before, for the whole JVM. */
final class ClientLibrary {

    private static final String READS_ANSWERS = "net.spy.memcached.protocol.binary.OperationImpl";

    static {
        // Its own default prints stack traces to stderr at every reconnect.
        setUnlessSet("net.spy.log.LoggerImpl", KeylessLogger.class.getName());
        // Answers come in the order of the questions, and each repeats its question's number (memcached's
        // protocol_binary.txt, "opaque"). The client compares the two in an assertion only: without it, a question
        // whose
        // answer is somebody else's session gets that. With it the I/O thread ends, and the client is replaced.
        MemcachedClient.class.getClassLoader().setClassAssertionStatus(READS_ANSWERS, true);
    }

    private ClientLibrary() {}

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** To be called before anything else of the client's is used. */
    static void prepare() {
        // by loading this class
    }
}
