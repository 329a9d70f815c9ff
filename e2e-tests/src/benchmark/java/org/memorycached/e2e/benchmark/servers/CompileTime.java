package org.memorycached.e2e.benchmark.servers;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * How long a JVM's compilers have been at work, all of their threads together: finished compilations, by the clock. Asked
 * by JMX, over one connection: {@code jcmd} starts a JVM for each question, which takes a quarter of a second.
 */
public final class CompileTime implements AutoCloseable {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final JMXConnector connection;
    private final CompilationMXBean compilers;

    private CompileTime(JMXConnector connection) throws IOException {
        this.connection = connection;
        this.compilers = ManagementFactory.newPlatformMXBeanProxy(
                connection.getMBeanServerConnection(),
                ManagementFactory.COMPILATION_MXBEAN_NAME,
                CompilationMXBean.class);
    }

    /** @param pid a JVM of this user, on this machine */
    public static CompileTime of(long pid) {
        try {
            return new CompileTime(JMXConnectorFactory.connect(new JMXServiceURL(agent(pid))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String agent(long pid) throws IOException {
        try {
            VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
            try {
                return jvm.startLocalManagementAgent();
            } finally {
                jvm.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("The JVM of process " + pid + " cannot be asked", e);
        }
    }

    /** Since it started. */
    public double seconds() {
        return compilers.getTotalCompilationTime() / MILLIS_PER_SECOND;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
