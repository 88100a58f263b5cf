package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Succession;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The watches over all models of a pipeline in a replay. Windows are judged in order of time over all of them, since one may take over from another. */
final class ReplayedWatches {

    private final String pipeline;
    private final DriftDefinition definition;
    private final List<WatchedColumn> columns;
    private final ModelProfiles profiles;
    private final Consumer<ReplayedWindow> out;
    private final Map<String, ReplayedWatch> byModel = new TreeMap<>();
    private final Succession succession = new Succession();

    /** @param out takes each window that was judged or corrected */
    ReplayedWatches(
            String pipeline,
            DriftDefinition definition,
            List<WatchedColumn> columns,
            ProfileSource profiles,
            Consumer<ReplayedWindow> out) {
        this.pipeline = pipeline;
        this.definition = definition;
        this.columns = columns;
        this.profiles = new ModelProfiles(profiles, definition, columns);
        this.out = out;
    }

    /** The watch over a model, begun with the first that comes of it. */
    ReplayedWatch of(String model) {
        return byModel.computeIfAbsent(model, joined -> {
            ModelKey key = ModelKeys.split(joined);
            DriftDetector detector = new DriftDetector(pipeline, key, definition, columns, profiles.of(key, null));
            return new ReplayedWatch(pipeline, definition, key, columns.size(), detector, succession, out);
        });
    }

    /**
     * Judges every window that holds a step and ends by a moment, and corrects those for which it is time, in order of time over all models;
     * of one moment it judges first.
     *
     * @param correctByMs those that are corrected by then
     */
    void judge(long byMs, long correctByMs) {
        while (true) {
            long endMs = next(ReplayedWatch::nextEndMs, byMs);
            long correctMs = next(ReplayedWatch::nextCorrectionMs, correctByMs);
            if (endMs == Long.MAX_VALUE && correctMs == Long.MAX_VALUE) {
                break;
            }
            if (endMs <= correctMs) {
                judgeAt(endMs);
            } else {
                byModel.values().forEach(watch -> watch.forgetBefore(Math.min(correctMs, byMs) + 1));
                byModel.values().forEach(watch -> watch.correct(correctMs));
            }
        }
        byModel.values().forEach(watch -> watch.forgetBefore(byMs == Long.MAX_VALUE ? byMs : byMs + 1));
    }

    /** The earliest of all models; greatest of all when it is later than a moment. */
    private long next(ToLongFunction<ReplayedWatch> ofWatch, long byMs) {
        long nextMs = byModel.values().stream().mapToLong(ofWatch).min().orElse(Long.MAX_VALUE);
        return nextMs > byMs ? Long.MAX_VALUE : nextMs;
    }

    /** Judges all windows that end at a moment; a step is forgotten with the last window that holds it. */
    private void judgeAt(long endMs) {
        byModel.values().forEach(watch -> watch.forgetBefore(endMs));
        release(endMs);
        for (ReplayedWatch watch : byModel.values()) {
            if (watch.nextEndMs() == endMs) {
                watch.judgeTo(endMs);
            } else {
                watch.forgetBefore(endMs + 1);
            }
        }
        succession.forgetBefore(endMs);
    }

    /** Resolves what is open of models that others have taken over from. */
    private void release(long endMs) {
        long startMs = endMs - definition.window().toMillis();
        long lastStepMs = endMs - definition.step().toMillis();
        for (Succession.Released released : succession.release(lastStepMs, startMs, endMs)) {
            out.accept(new ReplayedWindow(
                    released.model(), startMs, endMs, 0, null, null, List.of(released.change()), null));
        }
    }

    /** Predictions in windows by count that are not full, of all models. */
    long countedRows() {
        return byModel.values().stream().mapToLong(ReplayedWatch::countedRows).sum();
    }
}
