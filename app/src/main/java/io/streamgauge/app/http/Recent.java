package io.streamgauge.app.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What was worked out lately, by what it was worked out of; the longest unused is forgotten. Thread-safe. */
final class Recent<K, V> {

    private static final int MOST = 256;

    private final Map<K, V> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    /** What is known of a key, or what {@code work} makes of it. */
    V of(K key, Supplier<V> work) {
        synchronized (kept) {
            V known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = work.get();
        synchronized (kept) {
            kept.put(key, made);
        }
        return made;
    }
}
