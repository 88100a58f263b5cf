package io.streamgauge.app.run;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.change.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which features are not complete yet, and when each becomes so, as event time goes on. */
final class CompletenessWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CompletenessWatch.class);
    private static final long EVERY_SECONDS = 5;

    private final Completeness completeness;
    private final List<String> inputs;
    private final Supplier<@Nullable Long> progressMs;
    private final Consumer<String> said;
    private @Nullable List<String> incomplete;

    /**
     * @param inputs names of the model's inputs
     * @param progressMs event time reached; null when none is known
     * @param said takes each line
     */
    CompletenessWatch(
            Completeness completeness,
            List<String> inputs,
            Supplier<@Nullable Long> progressMs,
            Consumer<String> said) {
        this.completeness = completeness;
        this.inputs = List.copyOf(inputs);
        this.progressMs = progressMs;
        this.said = said;
    }

    /** Watches for as long as something is to become complete; closing ends it. */
    @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is shut down
    static AutoCloseable start(Completeness completeness, List<String> inputs, Supplier<@Nullable Long> progressMs) {
        CompletenessWatch watch = new CompletenessWatch(completeness, inputs, progressMs, LOG::info);
        if (completeness.entries().isEmpty()) {
            return watch;
        }
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "completeness-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(watch::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return timer::shutdownNow;
    }

    void look() {
        Long now = progressMs.get();
        if (now == null) {
            return;
        }
        List<String> still = completeness.incompleteAt(now);
        List<String> before = incomplete == null ? List.of() : new ArrayList<>(incomplete);
        before.removeAll(still);
        before.forEach(feature -> said.accept("feature " + feature + " is complete now"));
        if (incomplete == null) {
            still.forEach(feature -> completeness
                    .of(feature)
                    .ifPresent(entry -> said.accept((inputs.contains(feature) ? "model input " : "feature ") + feature
                            + " is incomplete: " + StateChange.text(entry))));
        }
        incomplete = still;
    }

    /** The model's inputs that were ever incomplete, and until when; a line each. */
    static List<String> warnings(Completeness completeness, List<String> inputs) {
        return inputs.stream()
                .flatMap(input -> completeness.of(input).stream()
                        .map(entry ->
                                "the model's input " + input + " is incomplete till then: " + StateChange.text(entry)))
                .toList();
    }

    @Override
    public void close() {}
}
