package io.streamgauge.app.retraining;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts what became of messages, in {@code streamgauge_retraining_deliveries_total}. */
final class Outcomes {

    /** What became of a message. */
    enum Outcome {
        DELIVERED,
        REMINDED,
        FAILED_ATTEMPT,
        PUT_ASIDE
    }

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    Outcomes(MeterRegistry meters) {
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("streamgauge.retraining.deliveries")
                            .description("Retraining events by what became of their delivery.")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    void count(Outcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).increment();
    }
}
