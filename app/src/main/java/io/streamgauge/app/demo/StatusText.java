package io.streamgauge.app.demo;

import io.streamgauge.app.live.DriftState;
import io.streamgauge.app.live.Second;
import io.streamgauge.app.live.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A running demonstration in words: five lines of at most {@value #WIDTH} characters, or one of {@value #LINE_WIDTH}. */
final class StatusText {

    static final int WIDTH = 79;
    static final int LINE_WIDTH = 120;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StatusText() {}

    static List<String> block(Snapshot s, long published, Duration elapsed) {
        Second last = s.lastSecond();
        return List.of(
                clip(row("events", number(published), last == null ? "" : number(last.eventsPerSecond()) + "/s")
                        + "features fresh as of " + moment(s.freshAsOf())),
                clip(row(
                                "predictions",
                                number(s.counts().predictions()),
                                last == null ? "" : number(last.predictionsPerSecond()) + "/s")
                        + latency(s)),
                clip(row("review", number(review(s)), share(s)) + aside(s)),
                clip("drift        " + drift(s.drift())),
                clip(row("alerts open", number(s.drift().openAlerts()), "") + "retraining events "
                        + number(s.counts().retrainingEvents()) + "   " + clock(elapsed)));
    }

    /** Counts so far; rate and latency of the last second. Which features drifted, the alerts have told. */
    static String line(Snapshot s, long published, Duration elapsed) {
        Second last = s.lastSecond();
        String line = clock(elapsed) + "  " + number(published) + " events, "
                + number(s.counts().predictions()) + " predictions"
                + (last == null || last.predictionsPerSecond() == 0
                        ? ""
                        : " (" + number(last.predictionsPerSecond()) + "/s, p50 " + number(last.p50Ms()) + " ms, p99 "
                                + number(last.p99Ms()) + " ms)")
                + ", up to " + moment(s.freshAsOf()) + ", drift: " + briefly(s.drift());
        return clip(line, LINE_WIDTH);
    }

    private static String briefly(DriftState drift) {
        if (!drift.watched()) {
            return "not watched";
        }
        if (!drift.reference().ready() || drift.lastWindow() == null) {
            Double progress = drift.reference().progress();
            return drift.reference().ready()
                    ? "none yet"
                    : "learning" + (progress == null ? "" : " " + (int) (100 * progress) + " %");
        }
        return drift.drifted().isEmpty() ? "none" : drift.drifted().size() + " features";
    }

    private static String row(String name, String value, String more) {
        return String.format(Locale.ROOT, "%-12s %9s  %-9s  ", name, value, more);
    }

    private static String latency(Snapshot s) {
        return s.latency().count() == 0
                ? "latency not known yet"
                : "latency p50 " + number(s.latency().p50Ms()) + " ms, p99 "
                        + number(s.latency().p99Ms()) + " ms";
    }

    private static long review(Snapshot s) {
        return s.counts().decisions().getOrDefault("review", 0L);
    }

    private static String share(Snapshot s) {
        long all = s.counts().predictions();
        return all == 0 ? "" : String.format(Locale.ROOT, "%.2f %%", 100.0 * review(s) / all);
    }

    private static String aside(Snapshot s) {
        return "dead letters " + number(s.counts().allDeadLetters()) + ", late "
                + number(s.counts().lateEvents());
    }

    private static String drift(DriftState drift) {
        if (!drift.watched()) {
            return "not watched";
        }
        if (!drift.reference().ready()) {
            Double progress = drift.reference().progress();
            return "learning the reference" + (progress == null ? "" : ", " + (int) (100 * progress) + " %");
        }
        if (drift.lastWindow() == null) {
            return "reference ready, no window compared yet";
        }
        String when = moment(drift.lastWindow().start()).substring(0, 10);
        String found = drift.drifted().isEmpty()
                ? "calm on " + when
                : String.join(", ", drift.drifted()) + " drifted on " + when;
        return drift.lastWindow().counts() ? found : found + ", incomplete";
    }

    private static String moment(@Nullable Instant moment) {
        return moment == null ? "nothing yet" : MINUTE.format(moment);
    }

    private static String clock(Duration elapsed) {
        return String.format(Locale.ROOT, "%d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }

    private static String number(double value) {
        return number(Math.round(value));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String clip(String line) {
        return clip(line, WIDTH);
    }

    private static String clip(String line, int width) {
        String stripped = line.stripTrailing();
        return stripped.length() <= width ? stripped : stripped.substring(0, width - 1) + "…";
    }
}
