package io.streamgauge.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The summary for a person. */
final class SummaryText {

    private SummaryText() {}

    static List<String> lines(DemoSummary s) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%,d events, %,d predictions in %.1f s: %,.0f a second%s",
                s.events(),
                s.predictions(),
                s.seconds(),
                s.eventsPerSecond(),
                s.complete() ? "" : " (stopped before all were predicted; the next start goes on)"));
        lines.add(text(
                "latency p50 %.0f ms, p99 %.0f ms from sending an event to reading its prediction",
                s.latencyMs().p50(), s.latencyMs().p99()));
        lines.add(text(
                "%,d flagged for review, %,d dead letters, %,d late",
                s.fraudFlagged(), s.deadLetters(), s.lateEvents()));
        lines.add(text(
                "%d alerts, %d retraining events%s",
                s.alerts(),
                s.retrainingEvents(),
                s.driftedFeatures().isEmpty() ? "" : "; drifted: " + String.join(", ", s.driftedFeatures())));
        lines.add(text(
                "features fresh as of %s; up in %.1f s; heap %d MiB, resident %s",
                s.featuresFreshAsOf() == null ? "nothing" : s.featuresFreshAsOf(),
                s.startUpSeconds(),
                mebibytes(s.heapBytes()),
                resident(s.rssBytes())));
        return lines;
    }

    private static String resident(@Nullable Long bytes) {
        return bytes == null ? "not known here" : mebibytes(bytes) + " MiB";
    }

    private static long mebibytes(long bytes) {
        return bytes / (1 << 20);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
