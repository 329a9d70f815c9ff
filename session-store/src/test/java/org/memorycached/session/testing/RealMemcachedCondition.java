package org.memorycached.session.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresRealMemcached}. */
final class RealMemcachedCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RealMemcached.isAvailable()
                ? ConditionEvaluationResult.enabled("there is a real memcached")
                : ConditionEvaluationResult.disabled(
                        "It needs a real memcached, and there is none here: " + RealMemcached.HOW_TO_GET_IT);
    }
}
