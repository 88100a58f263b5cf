package io.streamgauge.app.history;

import io.streamgauge.store.event.EnrichedEvent;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which views served features of an event that another order of arrival explains. Thread-safe. */
final class Explanations {

    private final Map<String, BitSet> viewsByEvent = new ConcurrentHashMap<>();

    void add(EnrichedEvent enriched, int view) {
        viewsByEvent.compute(key(enriched), (event, views) -> {
            BitSet all = views == null ? new BitSet() : views;
            all.set(view);
            return all;
        });
    }

    /** Whether a view's features are explained. */
    boolean has(EnrichedEvent enriched, int view) {
        BitSet views = viewsByEvent.get(key(enriched));
        return views != null && views.get(view);
    }

    /** Whether some view's are. */
    boolean hasAny(EnrichedEvent enriched) {
        return viewsByEvent.containsKey(key(enriched));
    }

    private static String key(EnrichedEvent enriched) {
        return enriched.origin().partition() + ":" + enriched.origin().offset();
    }
}
