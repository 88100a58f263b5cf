package io.streamgauge.store.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which features have windows that reach back to events the pipeline has not seen under their definition, or no longer had
 * when they were added, and from which event time on they no longer do.
 *
 * @param entries the features that were ever incomplete, {@code <view>.<feature>}; all others are complete at any moment
 */
public record Completeness(Map<String, Entry> entries) {

    /** Nothing was ever missing. */
    public static final Completeness ALL = new Completeness(Map.of());

    public Completeness {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * One feature.
     *
     * @param sinceMs events with later times were all seen
     * @param reachMs how long before a moment the oldest event that counts may be; null without a bound
     */
    public record Entry(long sinceMs, @Nullable Long reachMs) {

        /** The first moment whose windows hold seen events only; empty when there is none, for lack of a bound. */
        public Optional<Long> completeFromMs() {
            return reachMs == null ? Optional.empty() : Optional.of(sinceMs + reachMs);
        }

        /** Whether events that count at a moment may be missing. */
        public boolean incompleteAt(long momentMs) {
            return reachMs == null || momentMs < sinceMs + reachMs;
        }
    }

    /** What is known of a feature; empty when it is complete at any moment. */
    public Optional<Entry> of(String feature) {
        return Optional.ofNullable(entries.get(feature));
    }

    /** The features that are not complete at a moment. */
    public List<String> incompleteAt(long momentMs) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().incompleteAt(momentMs))
                .map(Map.Entry::getKey)
                .toList();
    }
}
