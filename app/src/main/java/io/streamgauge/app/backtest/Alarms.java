package io.streamgauge.app.backtest;

import io.streamgauge.app.backtest.BacktestReport.Alarm;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would have been published because of windows, and the windows that alarms are held against changes by. */
final class Alarms {

    private static final Comparator<Window> AS_TOLD = Comparator.comparingLong(Window::toldMs);

    private final String watch;
    private final List<Alarm> all = new ArrayList<>();
    private final List<Window> alerts = new ArrayList<>();
    private final List<Window> retrainings = new ArrayList<>();

    /** @param watch what is looked at, as alarms name it */
    Alarms(String watch) {
        this.watch = watch;
    }

    /** Takes what came of a window. */
    void add(ModelKey model, Window window, List<AlertChange> changes, @Nullable RetrainingRequest retraining) {
        for (AlertChange change : changes) {
            all.add(new Alarm(
                    Instant.ofEpochMilli(window.toldMs()),
                    change.status().name().toLowerCase(Locale.ROOT),
                    change.critical() ? "critical" : "warning",
                    change.alertId(),
                    model.name(),
                    model.version(),
                    Instant.ofEpochMilli(window.startMs()),
                    change.message(),
                    watch));
            if (change.status() == AlertChange.Status.OPENED) {
                alerts.add(window);
            }
        }
        if (retraining != null) {
            all.add(new Alarm(
                    Instant.ofEpochMilli(window.toldMs()),
                    "retraining",
                    retraining.findings().advice().action().name().toLowerCase(Locale.ROOT),
                    retraining.eventId(),
                    model.name(),
                    model.version(),
                    Instant.ofEpochMilli(retraining.trainFromMs()),
                    retraining.reason(),
                    watch));
            retrainings.add(window);
        }
    }

    /** Windows with an alert opened, as they were told. */
    List<Window> alerts() {
        return alerts.stream().sorted(AS_TOLD).toList();
    }

    /** Windows with a retraining event, as they were told. */
    List<Window> retrainings() {
        return retrainings.stream().sorted(AS_TOLD).toList();
    }

    /** Everything, as it was told. */
    List<Alarm> all() {
        return all.stream().sorted(Comparator.comparing(Alarm::at)).toList();
    }

    /** These and others. */
    Alarms and(Alarms others) {
        Alarms both = new Alarms("");
        for (Alarms some : List.of(this, others)) {
            both.all.addAll(some.all);
            both.alerts.addAll(some.alerts);
            both.retrainings.addAll(some.retrainings);
        }
        return both;
    }

    /** When the alert opened that had not been resolved at a moment; the first of them when there are several. */
    @Nullable
    Instant openSince(Instant moment) {
        Map<String, Instant> open = new LinkedHashMap<>();
        for (Alarm alarm : all()) {
            if (!alarm.at().isAfter(moment)) {
                switch (alarm.what()) {
                    case "opened" -> open.put(alarm.id(), alarm.at());
                    case "resolved" -> open.remove(alarm.id());
                    default -> {} // the same alert goes on
                }
            }
        }
        return open.values().stream().findFirst().orElse(null);
    }
}
