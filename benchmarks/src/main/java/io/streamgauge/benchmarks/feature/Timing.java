package io.streamgauge.benchmarks.feature;

import java.util.Objects;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH measured of one engine.
 *
 * @param nanos average time per event
 * @param errorNanos half width of its 99.9 % confidence interval
 * @param allocatedBytes allocated per event
 */
record Timing(double nanos, double errorNanos, double allocatedBytes) {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static Timing of(RunResult run) {
        for (String key : run.getSecondaryResults().keySet()) {
            if (key.endsWith(ALLOCATED)) {
                return new Timing(
                        run.getPrimaryResult().getScore(),
                        run.getPrimaryResult().getScoreError(),
                        Objects.requireNonNull(run.getSecondaryResults().get(key))
                                .getScore());
            }
        }
        throw new IllegalStateException("the profiler gave no " + ALLOCATED);
    }

    double featuresPerSecond(int features) {
        return features * 1e9 / nanos;
    }
}
