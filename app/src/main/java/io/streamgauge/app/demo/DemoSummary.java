package io.streamgauge.app.demo;

import io.streamgauge.app.http.ProcessMemory;
import io.streamgauge.app.live.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the demonstration came to.
 *
 * @param events transactions published in this run
 * @param predictions predictions committed and read back in this run
 * @param complete whether every published transaction was predicted
 * @param eventsPerSecond predictions per second, from the first event sent to the last prediction
 * @param latencyMs from sending an event to reading its prediction, committed
 * @param fraudFlagged predictions decided {@code review}
 * @param deadLetters records that could not be used
 * @param lateEvents events beyond their source's lateness
 * @param alerts drift alerts opened in this run
 * @param retrainingEvents requests to train again in this run
 * @param driftedFeatures features that drifted in any window written in this run
 * @param featuresFreshAsOf greatest event time predicted
 * @param startUpSeconds from the start of the first part to all up
 * @param seconds length of the run, start-up excluded
 * @param heapBytes heap in use at the end
 * @param rssBytes resident set size at the end; null where the system does not tell
 */
record DemoSummary(
        String pipeline,
        long events,
        long predictions,
        boolean complete,
        double eventsPerSecond,
        LatencyMs latencyMs,
        long fraudFlagged,
        long deadLetters,
        long lateEvents,
        long alerts,
        long retrainingEvents,
        List<String> driftedFeatures,
        @Nullable String featuresFreshAsOf,
        double startUpSeconds,
        double seconds,
        long heapBytes,
        @Nullable Long rssBytes) {

    record LatencyMs(double p50, double p99, double max) {}

    static DemoSummary of(
            String pipeline,
            long published,
            boolean complete,
            Snapshot snapshot,
            Set<String> drifted,
            Duration startUp,
            Duration run) {
        Instant fresh = snapshot.freshAsOf();
        OptionalLong rss = ProcessMemory.rssBytes();
        return new DemoSummary(
                pipeline,
                published,
                snapshot.counts().predictions(),
                complete,
                rounded(snapshot.counts().predictions() * 1_000.0 / Math.max(1, run.toMillis())),
                new LatencyMs(
                        snapshot.latency().p50Ms(),
                        snapshot.latency().p99Ms(),
                        snapshot.latency().maxMs()),
                snapshot.counts().decisions().getOrDefault("review", 0L),
                snapshot.counts().allDeadLetters(),
                snapshot.counts().lateEvents(),
                snapshot.counts().alertsOpened(),
                snapshot.counts().retrainingEvents(),
                List.copyOf(drifted),
                fresh == null ? null : fresh.toString(),
                rounded(startUp.toMillis() / 1_000.0),
                rounded(run.toMillis() / 1_000.0),
                ProcessMemory.heapBytes(),
                rss.isPresent() ? rss.getAsLong() : null);
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
