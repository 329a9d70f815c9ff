package org.memorycached.e2e.benchmark.peer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memorycached.e2e.benchmark.SampleUser;

/** The answer. */
record Me(String name, List<String> roles, Map<String, ? extends @Nullable Object> attributes) {

    static Me of(SampleUser user) {
        return new Me(user.uid(), user.roles(), user.attributes());
    }
}
