package io.streamgauge.app.cli;

import io.streamgauge.app.backtest.BacktestReport;
import io.streamgauge.app.backtest.BacktestReport.Alarm;
import io.streamgauge.app.backtest.BacktestReport.Change;
import io.streamgauge.app.backtest.BacktestReport.Performance;
import io.streamgauge.app.backtest.BacktestReport.WatchedModel;
import io.streamgauge.app.backtest.Score;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.schemas.config.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A backtest as people read it. */
final class BacktestText {

    private static final String SCORE = "%-18s  %7s  %8s  %7s  %8s  %7s  %10s  %12s  %13s";

    private final PrintWriter out;

    BacktestText(PrintWriter out) {
        this.out = out;
    }

    void print(BacktestReport report, Pipeline pipeline) {
        Breakdown.of("predictions of " + report.source(), report.read())
                .part(report.closed(), "in windows that were over")
                .part(report.open(), "in windows that were not over at the end, and so not judged")
                .part(report.correcting(), "too late for their window, but not to correct what was said of it")
                .part(report.late(), "too late for their window")
                .part(report.outside(), "of windows that were not asked for")
                .part(report.otherVariants(), "of variants beside the champion")
                .print(out);
        report.eventsWithoutPrediction()
                .forEach((why, count) -> out.println(
                        "beside them, events without prediction: " + Breakdown.counted(count) + " of " + why));
        report.models().forEach(this::model);
        windows(report);
        Performance performance = report.performance();
        if (performance != null) {
            PerformanceText.print(out, performance);
        } else if (pipeline.drift().orElseThrow().performance() != null) {
            out.println("drift.performance needs labels: with --labels FILE it is replayed as well");
        }
        out.println();
        alarms(report);
        out.println();
        if (report.changes().isEmpty()) {
            out.println("No change is marked: every alarm below counts as false.");
        }
        report.changes().forEach(this::change);
        scores(report);
    }

    private void windows(BacktestReport report) {
        out.println(Breakdown.counted(report.windows() + report.unjudged()) + " windows were over: "
                + Breakdown.counted(report.windows()) + " judged, " + Breakdown.counted(report.drifted())
                + " of them with drift"
                + (report.corrected() == 0
                        ? ""
                        : " and " + Breakdown.counted(report.corrected()) + " once more with late predictions")
                + (report.unjudged() == 0
                        ? ""
                        : "; " + Breakdown.counted(report.unjudged())
                                + " not, of the reference, before it, or with fewer predictions than min_samples"));
    }

    private void model(WatchedModel model) {
        String name = "model " + model.model() + " " + model.version() + ": ";
        out.println(
                model.referenceFrom() == null
                        ? name + "its reference was never complete, so nothing was judged"
                        : name + "reference " + model.referenceFrom() + " to " + model.referenceTo());
    }

    private void alarms(BacktestReport report) {
        if (report.alarms().isEmpty()) {
            out.println("Nothing would have been raised.");
            return;
        }
        boolean several = report.models().size() > 1;
        for (Alarm alarm : report.alarms()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%s  %-10s  %-15s  %s%s",
                    alarm.at(),
                    alarm.what(),
                    alarm.grade(),
                    several ? "model " + alarm.model() + " " + alarm.version() + ": " : "",
                    alarm.message()));
        }
    }

    private void change(Change change) {
        String when = "change of " + change.from() + (change.to() == null ? "" : ", over at " + change.to());
        if (!change.judged()) {
            out.println(when + ": left out, it begins before the first window judged or after the last");
            return;
        }
        String open = change.alertOpenSince() == null ? "" : " (one was open since " + change.alertOpenSince() + ")";
        out.println(when + ": alert " + after(change.alertDelaySeconds()) + open + ", retraining event "
                + after(change.retrainingDelaySeconds()));
    }

    private static String after(@Nullable Double seconds) {
        return seconds == null ? "never" : "after " + spelled(seconds);
    }

    private static String spelled(double seconds) {
        return Durations.spelled(Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    private void scores(BacktestReport report) {
        out.println(String.format(
                Locale.ROOT,
                SCORE,
                "METHOD",
                "ALARMS",
                "DETECTED",
                "MISSED",
                "REPEATED",
                "FALSE",
                "MEAN DELAY",
                "FALSE/WINDOW",
                "FALSE/30 DAYS"));
        for (Score score : report.scores()) {
            Double delay = score.meanDelaySeconds();
            out.println(String.format(
                    Locale.ROOT,
                    SCORE,
                    score.method().equals("blind_reset") ? "blind_reset (" + report.resetEvery() + ")" : score.method(),
                    score.alarms(),
                    score.detected(),
                    score.missed(),
                    score.repeated(),
                    score.falseAlarms(),
                    delay == null ? "-" : spelled(delay),
                    rate(score.falseAlarmRate(), 4),
                    rate(score.falseAlarmsPer30Days(), 2)));
        }
    }

    private static String rate(@Nullable Double rate, int digits) {
        return rate == null ? "-" : String.format(Locale.ROOT, "%." + digits + "f", rate);
    }
}
