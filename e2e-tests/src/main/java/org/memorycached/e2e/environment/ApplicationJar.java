package org.memorycached.e2e.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of our applications, with what it is told at its start. A value: each {@code with} makes another one.
 *
 * @param name what to call it in messages, and its log file
 * @param jar Spring Boot's executable jar
 * @param port where it listens, on 127.0.0.1
 * @param jvmArguments such as {@code -Xmx256m}
 * @param arguments such as {@code --app.name=Application 1}
 * @param added jars on its class path beside its own
 */
public record ApplicationJar(
        String name, Path jar, int port, List<String> jvmArguments, List<String> arguments, List<Path> added) {

    public ApplicationJar {
        jvmArguments = List.copyOf(jvmArguments);
        arguments = List.copyOf(arguments);
        added = List.copyOf(added);
    }

    /** An application that listens on this port of 127.0.0.1. */
    public static ApplicationJar of(String name, Path jar, int port) {
        return new ApplicationJar(name, jar, port, List.of(), List.of(), List.of())
                .with("server.port", Integer.toString(port))
                .with("server.address", "127.0.0.1");
    }

    /** With one more property of its configuration. */
    public ApplicationJar with(String property, String value) {
        return new ApplicationJar(name, jar, port, jvmArguments, plus(arguments, "--" + property + "=" + value), added);
    }

    /** With one more argument for its JVM. */
    public ApplicationJar withJvmArgument(String argument) {
        return new ApplicationJar(name, jar, port, plus(jvmArguments, argument), arguments, added);
    }

    /** With a configuration of Spring that its own jar does not have, but this one. */
    public ApplicationJar with(Class<?> configuration, Path itsJar) {
        return new ApplicationJar(name, jar, port, jvmArguments, arguments, plus(added, itsJar))
                .with("spring.main.sources", configuration.getName());
    }

    /** With a JVM that starts in half the time and compiles less well: where nothing is timed. */
    public ApplicationJar startingFast() {
        return withJvmArgument("-XX:TieredStopAtLevel=1");
    }

    /** With what Spring found out when protected-app was built. */
    public ApplicationJar processedAheadOfTime() {
        return withJvmArgument("-Dspring.aot.enabled=true");
    }

    /**
     * Starts it with the Java of this JVM; it is not ready yet.
     *
     * @param logs the folder for its log file, which starts anew
     * @throws ApplicationFailedException if there is no such jar, or no process can be started
     */
    public ApplicationProcess start(Path logs) {
        return ApplicationProcess.start(this, logs);
    }

    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(added.isEmpty() ? List.of("-jar", jar.toString()) : launchedWithWhatIsAdded());
        command.addAll(arguments);
        return command;
    }

    /** Spring Boot's other launcher, which takes more than the jar that it is in. */
    private List<String> launchedWithWhatIsAdded() {
        String path =
                added.stream().map(each -> each.toAbsolutePath().toString()).collect(Collectors.joining(","));
        return List.of(
                "-Dloader.path=" + path,
                "-cp",
                jar.toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher");
    }

    private static <T> List<T> plus(List<T> list, T element) {
        return Stream.concat(list.stream(), Stream.of(element)).toList();
    }
}
