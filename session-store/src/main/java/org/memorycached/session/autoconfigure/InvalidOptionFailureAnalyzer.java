package org.memorycached.session.autoconfigure;

import java.util.Locale;
import org.memorycached.session.InvalidOptionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a wrong property as Spring Boot shows its own: what is wrong and what to do, without a stack trace. */
class InvalidOptionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidOptionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidOptionException cause) {
        String property = cause instanceof InvalidPropertyException
                ? cause.option()
                : "session-store." + kebabCase(cause.option());
        return new FailureAnalysis(
                "The property " + property + " has the value '" + cause.value() + "'.",
                "Change " + property + ": " + cause.fix() + ".",
                cause);
    }

    private static String kebabCase(String option) {
        return option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
