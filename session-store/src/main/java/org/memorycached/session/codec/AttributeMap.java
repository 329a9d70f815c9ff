package org.memorycached.session.codec;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map that {@link Attributes} has made: what it is given as attributes once more, it need not copy and check again.
 * Unmodifiable.
 */
final class AttributeMap extends AbstractMap<String, @Nullable Object> {

    private final Map<String, @Nullable Object> map;

    /** @param map kept by nobody else */
    AttributeMap(Map<String, @Nullable Object> map) {
        this.map = Collections.unmodifiableMap(map);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return map.entrySet();
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return map.containsKey(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return map.get(name);
    }
}
