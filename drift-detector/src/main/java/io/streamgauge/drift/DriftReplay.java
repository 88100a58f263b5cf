package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.AlertPolicy;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.MissingPartitions;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Revision;
import io.streamgauge.drift.policy.Succession;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.Prediction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of the past through what the drift job computes with: the same rows, windows, lateness, detectors and alert policy, without
 * Flink and without Kafka. The predictions of each partition come in the order of their offsets; how partitions interleave changes
 * nothing, and the same predictions give the same outcomes, to the byte, as the job's.
 *
 * <p>A window is judged when a watermark has passed its end, as in the job: the least clock of all partitions less the lateness, and
 * after the last prediction the greatest, since partitions that are idle hold nobody back; one without any prediction never does. What
 * is open then stays unjudged.
 * Performance with labels is not part of it. Not thread-safe.
 *
 * <p>Memory: as the job's, the windows between the partition furthest behind and the one furthest ahead.
 */
public final class DriftReplay {

    private final String pipeline;
    private final DriftDefinition definition;
    private final long fromMs;
    private final long toMs;
    private final Consumer<ReplayedWindow> out;
    private final PredictionRows rows;
    private final List<WatchedColumn> columns;
    private final ModelProfiles profiles;
    private final OpenWindows open;
    private final ReplayClocks clocks;
    private final Map<String, Watch> watches = new TreeMap<>();
    private final Succession succession = new Succession();
    private long watermarkMs = Long.MIN_VALUE;
    private long endedMs = Long.MIN_VALUE;
    private long added;
    private long late;
    private long correcting;
    private long outside;

    /** The watch over one model: the steps of windows that are not complete, and what is known of it. */
    private static final class Watch {
        private final SortedMap<Long, WindowSummary> steps = new TreeMap<>();
        private final DriftDetector detector;
        private final ModelKey model;
        private @Nullable DetectorState state;
        private @Nullable CountedWindow counted;
        private static final long NEVER = Long.MIN_VALUE / 2;
        private long judgedToMs = NEVER;
        private final Corrections corrections;
        private final SortedSet<Long> correctionMoments = new TreeSet<>();

        private Watch(DriftDetector detector, ModelKey model, Corrections corrections) {
            this.detector = detector;
            this.model = model;
            this.corrections = corrections;
        }

        private long nextCorrectionMs() {
            return correctionMoments.isEmpty() ? Long.MAX_VALUE : correctionMoments.first();
        }
    }

    /**
     * What is watched.
     *
     * @param pipeline name of the pipeline; alerts have the ids that they have there
     * @param definition its {@code drift} section
     * @param numbers inputs of the model that are numbers, in its order
     * @param texts those that are texts
     * @param outputs further outputs of the model that predictions carry
     * @param profiles where profiles of models are found
     */
    public record Watched(
            String pipeline,
            DriftDefinition definition,
            List<String> numbers,
            List<String> texts,
            List<String> outputs,
            ProfileSource profiles) {

        /** The same of models without profiles. */
        public Watched(
                String pipeline,
                DriftDefinition definition,
                List<String> numbers,
                List<String> texts,
                List<String> outputs) {
            this(pipeline, definition, numbers, texts, outputs, ProfileSource.NONE);
        }

        public Watched {
            numbers = List.copyOf(numbers);
            texts = List.copyOf(texts);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * A replay of what there was between two moments.
     *
     * @param partitions those of the predictions' topic that hold any; one that does, but of which nothing comes, holds back all to the end
     * @param fromMs windows that begin before are left out, with their rows; {@link Long#MIN_VALUE} for none
     * @param toMs windows that end later are left out, with their rows; {@link Long#MAX_VALUE} for none
     * @param out takes each window that was complete; of one model in order of time
     */
    public DriftReplay(
            Watched watched, Set<Integer> partitions, long fromMs, long toMs, Consumer<ReplayedWindow> out) {
        this(
                watched,
                RowValue.of(watched.definition(), watched.numbers(), watched.texts(), watched.outputs()),
                partitions,
                fromMs,
                toMs,
                out);
    }

    private DriftReplay(
            Watched watched,
            List<RowValue> values,
            Set<Integer> partitions,
            long fromMs,
            long toMs,
            Consumer<ReplayedWindow> out) {
        this.pipeline = watched.pipeline();
        this.definition = watched.definition();
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.out = out;
        this.rows = PredictionRows.of(values);
        this.columns = values.stream()
                .map(value -> WatchedColumn.of(value.name(), value.text(), definition, value.part()))
                .toList();
        this.profiles = new ModelProfiles(watched.profiles(), definition, columns);
        this.open =
                new OpenWindows(definition, values.stream().map(RowValue::name).toList());
        this.clocks = new ReplayClocks(partitions);
    }

    /**
     * Takes the next prediction of a partition. One of another variant than the champion is left out.
     *
     * @param partition of the predictions' topic, from 0
     */
    public void add(Prediction prediction, int partition) {
        if (prediction.getVariant().equals(PredictionDeserializer.CHAMPION)) {
            add(rows.row(prediction, partition));
        }
    }

    void add(ScoredRow row) {
        long stepStartMs = definition.stepStartMs(row.eventTimeMs);
        if (definition.windowStartMs(row.eventTimeMs) < fromMs
                || stepStartMs + definition.step().toMillis() > toMs) {
            open.moveClock(row);
            outside++;
        } else {
            switch (open.add(row, watermarkMs)) {
                case ON_TIME -> added++;
                case LATE -> correcting++;
                case TOO_LATE -> late++;
            }
        }
        if (clocks.move(row.feedPartition, row.eventTimeMs)) {
            advance(clocks.leastMs());
        }
    }

    /** There is no further prediction. */
    public void end() {
        advance(clocks.greatestMs());
    }

    private void advance(long clockMs) {
        if (clockMs == ReplayClocks.NONE) {
            return;
        }
        // What Flink's watermarks for bounded disorder are: nothing at or before one comes any more.
        long toWatermarkMs = clockMs - definition.lateness().toMillis() - 1;
        long endMs = definition.stepStartMs(toWatermarkMs + 1);
        if (endMs > endedMs) {
            watermarkMs = toWatermarkMs;
            endedMs = endMs;
            open.close(watermarkMs, (model, startMs, summary) -> {
                Watch watch = watch(model);
                watch.steps.put(startMs, summary);
                succession.seen(watch.model, startMs);
            });
            open.releaseLate((model, startMs, summary) -> {
                Watch watch = watch(model);
                watch.corrections.late(startMs, summary);
                watch.correctionMoments.addAll(watch.corrections.momentsOf(startMs));
            });
            judge(Math.min(endedMs, toMs));
        }
    }

    /** Judges the window once more that is corrected at a moment, if late predictions came for it. */
    private void correct(Watch watch, long momentMs) {
        if (!watch.correctionMoments.remove(momentMs)) {
            return;
        }
        Corrections.LateWindow window = watch.corrections.at(momentMs);
        DetectorState state = watch.state;
        if (window != null && state != null) {
            long startMs = watch.corrections.startMs(momentMs);
            long endMs = startMs + definition.window().toMillis();
            Revision revision = watch.detector.revise(
                    state, startMs, endMs, window.summary(), window.lateRows(), window.first(), MissingPartitions.NONE);
            if (revision.verdict() != null) {
                out.accept(new ReplayedWindow(
                        watch.model,
                        startMs,
                        endMs,
                        window.summary().rows(),
                        null,
                        revision.verdict(),
                        List.of(),
                        null));
                if (window.first() == null && watch.judgedToMs != Watch.NEVER) {
                    watch.corrections.correctedUnjudged(startMs, watch.judgedToMs);
                }
            }
        }
        watch.corrections.passed(momentMs);
    }

    private Watch watch(String model) {
        return watches.computeIfAbsent(model, joined -> {
            ModelKey key = ModelKeys.split(joined);
            return new Watch(
                    new DriftDetector(pipeline, key, definition, columns, profiles.of(key, null)),
                    key,
                    new Corrections(definition, columns.size(), HeldBytes.kept()));
        });
    }

    /**
     * Judges every window that holds a step and ends by then, and corrects those of before for which it is time, in order of time over all
     * models; of one moment it judges first.
     */
    private void judge(long byMs) {
        while (true) {
            long endMs = next(watch -> nextEndMs(watch, definition.step().toMillis()), byMs);
            long correctMs = next(Watch::nextCorrectionMs, endedMs);
            if (endMs == Long.MAX_VALUE && correctMs == Long.MAX_VALUE) {
                break;
            }
            if (endMs <= correctMs) {
                judgeAt(endMs);
            } else {
                watches.values().forEach(watch -> forgetBefore(watch, Math.min(correctMs, byMs) + 1));
                watches.values().forEach(watch -> correct(watch, correctMs));
            }
        }
        watches.values().forEach(watch -> forgetBefore(watch, byMs == Long.MAX_VALUE ? byMs : byMs + 1));
    }

    /** The earliest of all models; greatest of all when it is later than a moment. */
    private long next(ToLongFunction<Watch> ofWatch, long byMs) {
        long nextMs = watches.values().stream().mapToLong(ofWatch).min().orElse(Long.MAX_VALUE);
        return nextMs > byMs ? Long.MAX_VALUE : nextMs;
    }

    /** Judges all windows that end at a moment; a step is forgotten with the last window that holds it. */
    private void judgeAt(long endMs) {
        long stepMs = definition.step().toMillis();
        watches.values().forEach(watch -> forgetBefore(watch, endMs));
        release(endMs - stepMs, endMs - definition.window().toMillis(), endMs);
        for (Watch watch : watches.values()) {
            if (nextEndMs(watch, stepMs) == endMs) {
                judgeTo(watch, endMs);
            } else {
                forgetBefore(watch, endMs + 1);
            }
        }
        succession.forgetBefore(endMs);
    }

    private static long nextEndMs(Watch watch, long stepMs) {
        return watch.steps.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(watch.steps.firstKey() + stepMs, watch.judgedToMs + stepMs);
    }

    /** Judges the window that ends at a moment, and those before it in which nothing came, unless another model served meanwhile. */
    private void judgeTo(Watch watch, long endMs) {
        long stepMs = definition.step().toMillis();
        long windowMs = definition.window().toMillis();
        keep(watch, endMs - stepMs);
        if (!succession.replaced(watch.model, endMs - stepMs)) {
            if (watch.judgedToMs != Watch.NEVER && !succession.replacedSince(watch.model, watch.judgedToMs)) {
                for (long gapEndMs : GapWindows.ends(definition, watch.state, watch.judgedToMs, endMs)) {
                    WindowSummary nothing = new WindowSummary(columns.size(), DriftDetector.WINDOW_ROWS);
                    if (!watch.corrections.wasCorrectedUnjudged(gapEndMs - windowMs)) {
                        judge(watch, gapEndMs - windowMs, gapEndMs, endMs, nothing);
                    }
                }
            }
            if (definition.byCount()) {
                count(watch, endMs);
            } else {
                judge(watch, endMs - windowMs, endMs, endMs, window(watch, endMs - windowMs, endMs));
            }
        } else if (watch.corrections.skipped(endMs - windowMs)) {
            watch.correctionMoments.add(watch.corrections.momentOf(endMs - windowMs));
        }
        watch.corrections.gapEnded();
        watch.judgedToMs = endMs;
        watch.steps.headMap(endMs - windowMs + stepMs).clear();
    }

    /** Keeps the step that ends now, until the last window that holds it is corrected. */
    private void keep(Watch watch, long stepStartMs) {
        WindowSummary step = watch.steps.get(stepStartMs);
        if (definition.corrects() && step != null) {
            watch.corrections.closed(stepStartMs, SummaryCodec.encode(step));
            watch.correctionMoments.add(watch.corrections.lastMomentOf(stepStartMs));
        }
    }

    private void release(long stepStartMs, long windowStartMs, long endMs) {
        for (Succession.Released released : succession.release(stepStartMs, windowStartMs, endMs)) {
            out.accept(new ReplayedWindow(
                    released.model(), windowStartMs, endMs, 0, null, null, List.of(released.change()), null));
        }
    }

    /** Forgets a model whose last window ended so long before a moment. */
    private void forgetBefore(Watch watch, long momentMs) {
        if (watch.judgedToMs == Watch.NEVER || momentMs <= watch.judgedToMs + GapWindows.forgetMs(definition)) {
            return;
        }
        DetectorState before = watch.state;
        WindowVerdict last = new WindowVerdict(
                watch.judgedToMs - definition.window().toMillis(), watch.judgedToMs, List.of(), new OffsetRanges());
        List<AlertChange> changes = before == null
                ? List.of()
                : new AlertPolicy(pipeline, watch.model, definition)
                        .release(succession.stillOpen(watch.model, before.alerts()), last, DetectFunction.FORGOTTEN);
        if (!changes.isEmpty()) {
            out.accept(new ReplayedWindow(watch.model, last.startMs(), last.endMs(), 0, null, null, changes, null));
        }
        watch.state = null;
        watch.corrections.gapEnded();
        watch.counted = null;
        watch.judgedToMs = Watch.NEVER;
        succession.forget(watch.model);
    }

    private WindowSummary window(Watch watch, long startMs, long endMs) {
        WindowSummary window = new WindowSummary(columns.size(), DriftDetector.WINDOW_ROWS);
        // Told by the window that ended with the step, as the job does it.
        watch.steps
                .subMap(startMs, endMs - definition.step().toMillis())
                .values()
                .forEach(WindowSummary::forgetDetections);
        watch.steps.subMap(startMs, endMs).values().forEach(window::merge);
        return window;
    }

    /** Takes the slice that ends at a moment into the window in the making, and judges it when it is full. */
    private void count(Watch watch, long endMs) {
        long sliceStartMs = endMs - definition.step().toMillis();
        WindowSummary slice = Objects.requireNonNull(watch.steps.get(sliceStartMs));
        CountedWindow before = watch.counted;
        CountedWindow window = before == null ? CountedWindow.begun(sliceStartMs, slice) : before.with(slice);
        watch.counted = window;
        if (window.isFull(definition)) {
            watch.counted = null;
            judge(watch, window.startMs(), endMs, endMs, window.summary());
        }
    }

    /** @param momentMs when it is judged: at its end, or of one in which nothing came at the end of the next in which something did */
    private void judge(Watch watch, long startMs, long endMs, long momentMs, WindowSummary window) {
        DriftDetector.Outcome outcome = watch.detector.next(
                succession.returned(watch.model, watch.state), startMs, endMs, window, MissingPartitions.NONE);
        watch.state = outcome.state();
        succession.judged(watch.model, outcome.state());
        if (watch.corrections.compared(startMs, momentMs, outcome.first())) {
            watch.correctionMoments.add(watch.corrections.momentOf(startMs));
        }
        out.accept(new ReplayedWindow(
                watch.model,
                startMs,
                endMs,
                window.rows(),
                outcome.frozen(),
                outcome.verdict(),
                outcome.changes(),
                outcome.retraining()));
    }

    /** Predictions that entered a window. */
    public long added() {
        return added;
    }

    /** Predictions that came too late for theirs and correct nothing. */
    public long late() {
        return late;
    }

    /** Predictions that came too late for theirs, but not to correct what was said of it. */
    public long correcting() {
        return correcting;
    }

    /** Predictions of windows that were not asked for. */
    public long outside() {
        return outside;
    }

    /** Predictions in windows that were still open at the end, of all that entered one. */
    public long open() {
        long rows = open.rows();
        for (Watch watch : watches.values()) {
            CountedWindow counted = watch.counted;
            rows += counted == null ? 0 : counted.summary().rows();
        }
        return rows;
    }
}
