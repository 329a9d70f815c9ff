package org.memorycached.e2e.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** The stories by curl: {@code smoke.sh}, and {@code break.sh}. */
public final class SmokeScript {

    private SmokeScript() {}

    public static void runAgainst(SsoEnvironment sso) {
        run(Command.of(List.of("bash", "smoke.sh")), sso);
    }

    /** {@code break.sh}, which stops and starts containers meanwhile. */
    public static void breakAndMend(ComposeEnvironment sso) {
        run(Command.of(List.of("bash", "break.sh")).with("COMPOSE", sso.command()), sso);
    }

    private static void run(Command script, SsoEnvironment sso) {
        Required.assume(
                Required.CURL,
                Command.of(List.of("curl", "--version")).run().exitCode() == 0,
                "no curl: no script is run");
        Command.Result result = script.in(Path.of(""))
                .with("PORTAL", sso.portal().toString())
                .with("APP1", sso.app1().toString())
                .with("APP2", sso.app2().toString())
                .run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().lines().reduce((first, last) -> last).orElseThrow())
                .matches("[1-9]\\d* passed, 0 failed");
    }
}
