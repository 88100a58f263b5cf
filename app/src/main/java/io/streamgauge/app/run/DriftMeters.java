package io.streamgauge.app.run;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Counters of the drift job that this process runs, or will run when it is its turn. */
final class DriftMeters {

    private final MeterRegistry meters;
    private final DriftTurn job;

    private DriftMeters(MeterRegistry meters, DriftTurn job) {
        this.meters = meters;
        this.job = job;
    }

    static void bind(MeterRegistry meters, DriftTurn job) {
        DriftMeters counters = new DriftMeters(meters, job);
        counters.count(
                "streamgauge.drift.job.restarts",
                "Restarts of the drift job since this process began.",
                DriftTurn::restarts);
        counters.count(
                "streamgauge.drift.late.predictions",
                "Predictions that entered no drift window, as they came too late.",
                turn -> turn.counts().latePredictions());
        counters.count(
                "streamgauge.drift.incomplete.windows",
                "Drift windows that closed while a partition of the predictions was idle.",
                turn -> turn.counts().incompleteWindows());
    }

    private void count(String name, String description, ToDoubleFunction<DriftTurn> count) {
        FunctionCounter.builder(name, job, count).description(description).register(meters);
    }
}
