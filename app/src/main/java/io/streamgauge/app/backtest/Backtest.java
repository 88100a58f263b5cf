package io.streamgauge.app.backtest;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.backtest.BacktestReport.Change;
import io.streamgauge.app.backtest.BacktestReport.WatchedModel;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.report.DriftReport;
import io.streamgauge.app.report.Period;
import io.streamgauge.app.report.ReportBuilder;
import io.streamgauge.drift.DriftReplay;
import io.streamgauge.drift.ProfileSource;
import io.streamgauge.drift.ReplayedMessages;
import io.streamgauge.drift.ReplayedWindow;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.schemas.Prediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Replays predictions through the drift job's arithmetic and holds its alarms against marked changes, beside baselines that do not look
 * at the data. The same predictions give the same report.
 */
public final class Backtest {

    private static final Comparator<ReplayedWindow> IN_TIME = Comparator.comparingLong(ReplayedWindow::endMs)
            .thenComparing(window -> window.model().name())
            .thenComparing(window -> window.model().version())
            .thenComparing(window -> window.model().digest());

    /** Windows by count after which the baseline begins anew, unless told otherwise. */
    private static final int COUNTED_WINDOWS = 14;

    private final Pipeline pipeline;
    private final DriftDefinition definition;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final long fromMs;
    private final long toMs;
    private final List<MarkedChange> changes;
    private final int resetEvery;
    private final ProfileSource profiles;

    /** A backtest of a pipeline whose models have no profiles. */
    public Backtest(
            Pipeline pipeline,
            @Nullable Instant from,
            @Nullable Instant to,
            List<MarkedChange> changes,
            @Nullable Integer resetEvery) {
        this(pipeline, from, to, changes, resetEvery, ProfileSource.NONE);
    }

    /**
     * @param from windows that begin before are left out; null for none
     * @param to windows that end later are left out; null for none
     * @param changes in order of time
     * @param resetEvery windows from one blind reset to the next; null for those of the reference
     * @param profiles where profiles of models are found
     * @throws WrongUsageException when the pipeline watches nothing
     */
    public Backtest(
            Pipeline pipeline,
            @Nullable Instant from,
            @Nullable Instant to,
            List<MarkedChange> changes,
            @Nullable Integer resetEvery,
            ProfileSource profiles) {
        this.profiles = profiles;
        this.pipeline = pipeline;
        this.definition = pipeline.drift()
                .orElseThrow(() -> new WrongUsageException("pipeline " + pipeline.name()
                        + " has no section 'drift', so nothing is watched; docs/drift.md says how"));
        this.from = from;
        this.to = to;
        this.fromMs = from == null ? Long.MIN_VALUE : from.toEpochMilli();
        this.toMs = to == null ? Long.MAX_VALUE : to.toEpochMilli();
        this.changes = List.copyOf(changes);
        this.resetEvery = resetEvery == null ? windowsOfReference(definition) : resetEvery;
    }

    /** Windows that the reference has; how many there are by count, nobody knows before. */
    private static int windowsOfReference(DriftDefinition definition) {
        return definition.byCount()
                ? COUNTED_WINDOWS
                : (int) (definition.reference().first().toMillis()
                        / definition.step().toMillis());
    }

    /** Where predictions come from. */
    public interface Source {

        /** How it is called in the report. */
        String name();

        /** Partitions of the topic they are in, or would be, that hold any prediction; the others hold nobody back. */
        Set<Integer> filled();

        /** Hands out all predictions, those of a partition in order. */
        void read(Sink sink);

        /** Events that have no prediction, counted by why; known once all is read. */
        default Map<String, Long> withoutPrediction() {
            return Map.of();
        }
    }

    /** Takes a prediction. */
    @FunctionalInterface
    public interface Sink {
        void take(Prediction prediction, int partition);
    }

    /**
     * What a replay found.
     *
     * @param report alarms against changes
     * @param page what {@code drift report} would say of it
     */
    public record Replayed(BacktestReport report, DriftReport page) {}

    /** Replays all of a source, without labels. */
    public BacktestReport run(Source source) {
        return run(source, null).report();
    }

    /**
     * Replays all of a source, and of its labels.
     *
     * @param labels null where performance is not replayed
     * @throws IllegalArgumentException when there are labels and the pipeline does not follow performance
     */
    public Replayed run(Source source, @Nullable LabelSource labels) {
        List<ReplayedWindow> windows = new ArrayList<>();
        DriftReplay.Watched watched = new DriftReplay.Watched(
                pipeline.name(),
                definition,
                pipeline.numbers(),
                pipeline.texts(),
                pipeline.model().publish(),
                profiles);
        Set<Integer> filled = source.filled();
        DriftReplay replay = new DriftReplay(watched, filled, fromMs, toMs, windows::add);
        OutcomeReplay outcomes = labels == null ? null : new OutcomeReplay(pipeline, labels, filled, fromMs, toMs);
        LongAdder read = new LongAdder();
        source.read((prediction, partition) -> {
            read.increment();
            replay.add(prediction, partition);
            if (outcomes != null) {
                outcomes.take(prediction, partition);
            }
        });
        replay.end();
        if (outcomes != null) {
            outcomes.end();
        }
        windows.sort(IN_TIME);
        ReportBuilder page = new ReportBuilder(pipeline.name(), new Period(from, to));
        ReplayedMessages messages = new ReplayedMessages(watched, page);
        windows.forEach(messages::add);
        if (outcomes != null) {
            outcomes.published().forEach(messages::add);
        }
        DriftReport built = page.build();
        return new Replayed(report(source, read.sum(), replay, HoldingWindows.of(windows), outcomes, built), built);
    }

    private record Judgement(ModelKey model, Window window) {}

    private BacktestReport report(
            Source source,
            long read,
            DriftReplay replay,
            List<ReplayedWindow> windows,
            @Nullable OutcomeReplay outcomes,
            DriftReport page) {
        List<Window> judged = new ArrayList<>();
        Alarms ofFeatures = new Alarms("features");
        int drifted = 0;
        int corrected = 0;
        Set<Judgement> unjudged = new HashSet<>();
        for (ReplayedWindow window : windows) {
            WindowVerdict verdict = window.verdict();
            Window place = new Window(window.startMs(), window.endMs());
            if (verdict != null) {
                judged.add(place);
                drifted += verdict.drifted() ? 1 : 0;
                corrected += verdict.revision() > 0 ? 1 : 0;
            } else if (window.rows() > 0) {
                unjudged.add(new Judgement(window.model(), place));
            }
            ofFeatures.add(window.model(), place, window.changes(), window.retraining());
        }
        windows.stream()
                .filter(window -> window.verdict() != null)
                .map(window -> new Judgement(window.model(), new Window(window.startMs(), window.endMs())))
                .forEach(unjudged::remove); // late predictions gave it enough
        Alarms ofPerformance = new Alarms("performance");
        if (outcomes != null) {
            for (PerformanceWatch.Published window : outcomes.published()) {
                ofPerformance.add(
                        window.subject().model(), outcomes.window(window), window.changes(), window.retraining());
            }
        }
        Alarms alarms = ofFeatures.and(ofPerformance);
        Scoring scoring = new Scoring(judged, stepMs(judged), changes);
        Score ofAlerts = scoring.of("alerts", alarms.alerts());
        Score ofRetraining = scoring.of("retraining_events", alarms.retrainings());
        List<Score> scores = new ArrayList<>(List.of(ofAlerts, ofRetraining));
        if (outcomes != null) {
            scores.add(scoring.of("feature_alerts", ofFeatures.alerts()));
            scores.add(new Scoring(outcomes.judged(), definition.window().toMillis(), changes)
                    .of("performance_alerts", ofPerformance.alerts()));
        }
        scores.addAll(scoring.baselines(resetEvery));
        return new BacktestReport(
                pipeline.name(),
                source.name(),
                source.withoutPrediction(),
                read,
                replay.added(),
                replay.added() - replay.open(),
                replay.late(),
                replay.correcting(),
                replay.outside(),
                replay.open(),
                replay.otherVariants(),
                models(windows),
                judged.size(),
                unjudged.size(),
                drifted,
                corrected,
                alarms.all(),
                changes(scoring.judged(), alarms, ofAlerts, ofRetraining),
                resetEvery,
                scores,
                outcomes == null ? null : outcomes.report(page));
    }

    /** From the end of one window to that of the next; of windows by count, their mean length. */
    private long stepMs(List<Window> judged) {
        return definition.byCount() && !judged.isEmpty()
                ? Math.round(judged.stream()
                        .mapToLong(window -> window.endMs() - window.startMs())
                        .average()
                        .orElseThrow())
                : definition.step().toMillis();
    }

    private List<Change> changes(List<MarkedChange> judged, Alarms alarms, Score alerts, Score retrainings) {
        return changes.stream()
                .map(change -> {
                    int i = judged.indexOf(change);
                    return new Change(
                            change.from(),
                            change.to(),
                            i >= 0,
                            alarms.openSince(change.from()),
                            i < 0 ? null : alerts.delaysSeconds().get(i),
                            i < 0 ? null : retrainings.delaysSeconds().get(i));
                })
                .toList();
    }

    private static List<WatchedModel> models(List<ReplayedWindow> windows) {
        Map<String, WatchedModel> models = new TreeMap<>();
        for (ReplayedWindow window : windows) {
            ModelKey key = window.model();
            Reference frozen = window.frozen();
            models.merge(
                    String.join("\n", key.name(), key.version(), key.digest()),
                    new WatchedModel(
                            key.name(),
                            key.version(),
                            frozen == null ? null : Instant.ofEpochMilli(frozen.startMs()),
                            frozen == null ? null : Instant.ofEpochMilli(frozen.endMs()),
                            window.verdict() == null ? 0 : 1),
                    Backtest::both);
        }
        return List.copyOf(models.values());
    }

    private static WatchedModel both(WatchedModel earlier, WatchedModel later) {
        boolean known = earlier.referenceFrom() != null;
        return new WatchedModel(
                earlier.model(),
                earlier.version(),
                known ? earlier.referenceFrom() : later.referenceFrom(),
                known ? earlier.referenceTo() : later.referenceTo(),
                earlier.windows() + later.windows());
    }
}
