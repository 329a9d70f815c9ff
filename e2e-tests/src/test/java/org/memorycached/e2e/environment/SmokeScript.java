package org.memorycached.e2e.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** {@code smoke.sh}, the story by curl. */
public final class SmokeScript {

    private SmokeScript() {}

    public static void runAgainst(SsoEnvironment sso) {
        Required.assume(
                Required.CURL,
                Command.of(List.of("curl", "--version")).run().exitCode() == 0,
                "no curl: smoke.sh is not run");
        Command.Result result = Command.of(List.of("bash", "smoke.sh"))
                .in(Path.of(""))
                .with("PORTAL", sso.portal().toString())
                .with("APP1", sso.app1().toString())
                .with("APP2", sso.app2().toString())
                .run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().lines().reduce((first, last) -> last).orElseThrow())
                .matches("[1-9]\\d* passed, 0 failed");
    }
}
