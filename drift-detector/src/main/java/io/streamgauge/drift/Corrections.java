package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Watched;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.FirstVerdict;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.FirstVerdictCodec;
import io.streamgauge.drift.state.SummaryCodec;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the verdicts on one model's windows are corrected with: the steps that have closed, what came late of them, and what each window was
 * compared with. A window is corrected once, when {@code drift.corrections} has passed since its end:
 *
 * <pre>
 * window          end      end + corrections
 * ├────────────────┤              │            of event time less lateness
 *   on time         verdict       judged once more, if predictions came late; its first step is forgotten
 *                   ├─────────────┤
 *                    late ones are collected
 * </pre>
 *
 * <p>Summaries merge, so it does not matter when and in how many parts late predictions come. Memory: a summary of each step until the last
 * window that holds it is corrected, and as many again of late ones; {@code drift.corrections} is bounded for that.
 */
final class Corrections {

    private final DriftDefinition definition;
    private final int width;
    private final Kept kept;

    /** Bytes by a moment: keyed state in the job, a map in a replay. */
    interface Store {
        byte @Nullable [] get(long ms);

        void put(long ms, byte[] bytes);

        void remove(long ms);

        /** All of them, a copy, in any order. */
        List<Long> moments();

        boolean isEmpty();
    }

    /**
     * Where things are kept.
     *
     * @param steps summaries of steps that have closed, by their start
     * @param late summaries of what came late of steps, by their start
     * @param verdicts first verdicts, by the start of their windows
     * @param unjudged nothing, by the start of windows that were corrected before anything was said of them
     */
    record Kept(Store steps, Store late, Store verdicts, Store unjudged) {

        private List<Store> ofWindows() {
            return List.of(steps, late, verdicts);
        }

        private List<Store> all() {
            return List.of(steps, late, verdicts, unjudged);
        }
    }

    /**
     * A window that late predictions came for.
     *
     * @param summary all predictions of it
     * @param lateRows those that were late
     * @param first what it was compared with; null when nothing of it had come in time
     */
    record LateWindow(
            WindowSummary summary, long lateRows, @Nullable FirstVerdict first) {}

    /** @param width how many features a summary has */
    Corrections(DriftDefinition definition, int width, Kept kept) {
        this.definition = definition;
        this.width = width;
        this.kept = kept;
    }

    /** A step has closed; null when nothing of it came in time. */
    void closed(long stepStartMs, byte @Nullable [] summary) {
        if (definition.corrects() && summary != null) {
            kept.steps().put(stepStartMs, summary);
        }
    }

    /**
     * A window was compared.
     *
     * @param momentMs when; of a window in which nothing came this may be long after its end
     * @return whether that is kept, until the window is corrected
     */
    boolean compared(long windowStartMs, long momentMs, @Nullable FirstVerdict verdict) {
        if (!definition.corrects() || verdict == null || momentOf(windowStartMs) < momentMs) {
            return false;
        }
        kept.verdicts().put(windowStartMs, FirstVerdictCodec.encode(verdict));
        return true;
    }

    /** A window is not compared, and late predictions change nothing about that. */
    boolean skipped(long windowStartMs) {
        long endMs = windowStartMs + windowMs();
        return compared(windowStartMs, endMs, FirstVerdict.uncompared(endMs));
    }

    /** When a window is corrected. */
    long momentOf(long windowStartMs) {
        return definition.correctedMs(windowStartMs + windowMs());
    }

    /**
     * A window of which nothing had come in time was corrected. Where volume is watched it would still be judged, as part of a gap, with the
     * next window in which something comes.
     *
     * @param judgedToMs windows that end up to there have been judged
     */
    void correctedUnjudged(long windowStartMs, long judgedToMs) {
        long gapMs = windowStartMs + windowMs() - judgedToMs;
        if (definition.watch().watches(Watched.VOLUME)
                && gapMs > 0
                && gapMs / definition.step().toMillis() <= GapWindows.MOST) {
            kept.unjudged().put(windowStartMs, new byte[0]);
        }
    }

    /** Whether it was. */
    boolean wasCorrectedUnjudged(long windowStartMs) {
        return kept.unjudged().get(windowStartMs) != null;
    }

    /** The gap is judged, or never will be. */
    void gapEnded() {
        kept.unjudged().moments().forEach(kept.unjudged()::remove);
    }

    /** Predictions of a step came late. */
    void late(long stepStartMs, WindowSummary part) {
        WindowSummary others = summary(kept.late(), stepStartMs);
        if (others != null) {
            part.merge(others);
        }
        kept.late().put(stepStartMs, SummaryCodec.encode(part));
    }

    /** When the windows that hold a step are corrected, ascending. */
    List<Long> momentsOf(long stepStartMs) {
        long stepMs = definition.step().toMillis();
        return LongStream.rangeClosed(1, windowMs() / stepMs)
                .mapToObj(ends -> definition.correctedMs(stepStartMs + ends * stepMs))
                .toList();
    }

    /** The last of them, after which nothing of the step is kept. */
    long lastMomentOf(long stepStartMs) {
        return definition.correctedMs(stepStartMs + windowMs());
    }

    /** The window that is corrected at a moment, if late predictions came for it; else null. */
    @Nullable
    LateWindow at(long momentMs) {
        long startMs = startMs(momentMs);
        long endMs = startMs + windowMs();
        long stepMs = definition.step().toMillis();
        if (!definition.corrects() || definition.stepStartMs(endMs) != endMs) {
            return null;
        }
        WindowSummary window = new WindowSummary(width, DriftDetector.WINDOW_ROWS);
        long lateRows = 0;
        for (long start = startMs; start < endMs; start += stepMs) {
            WindowSummary late = summary(kept.late(), start);
            lateRows += late == null ? 0 : late.rows();
        }
        if (lateRows == 0) {
            return null;
        }
        for (long start = startMs; start < endMs; start += stepMs) {
            for (Store store : List.of(kept.steps(), kept.late())) {
                WindowSummary step = summary(store, start);
                if (step != null && start + stepMs < endMs) {
                    // Told by the window that ended with the step.
                    step.forgetDetections();
                }
                if (step != null) {
                    window.merge(step);
                }
            }
        }
        byte[] first = kept.verdicts().get(startMs);
        return new LateWindow(window, lateRows, first == null ? null : FirstVerdictCodec.decode(first));
    }

    /** What is kept for the window that is corrected at a moment and for none after it goes. Every one of the {@link #moments} must pass. */
    void passed(long momentMs) {
        kept.ofWindows().forEach(store -> store.remove(startMs(momentMs)));
    }

    /** What is kept for windows whose moment has passed goes. How many late predictions were still to correct one of them and none after. */
    long passedTo(long momentMs) {
        return drop(kept.ofWindows(), startMs(momentMs));
    }

    /** Predictions that came late and have not corrected all windows that they are of; all is forgotten. */
    long clear() {
        return drop(kept.all(), Long.MAX_VALUE);
    }

    /** Late predictions among what goes. */
    private long drop(List<Store> stores, long toStartMs) {
        long rows = 0;
        for (Store store : stores) {
            for (long startMs : store.moments()) {
                byte[] bytes = startMs <= toStartMs ? store.get(startMs) : null;
                if (bytes != null) {
                    rows += store == kept.late() ? SummaryCodec.decode(bytes).rows() : 0;
                    store.remove(startMs);
                }
            }
        }
        return rows;
    }

    /** All moments at which something is corrected or forgotten. */
    List<Long> moments() {
        TreeSet<Long> moments = new TreeSet<>();
        for (long start : kept.steps().moments()) {
            moments.add(lastMomentOf(start));
        }
        for (long start : kept.late().moments()) {
            moments.addAll(momentsOf(start));
        }
        for (long start : kept.verdicts().moments()) {
            moments.add(momentOf(start));
        }
        return List.copyOf(moments);
    }

    boolean isEmpty() {
        return kept.all().stream().allMatch(Store::isEmpty);
    }

    /** Null when there is none, or one of a model with other inputs. */
    private @Nullable WindowSummary summary(Store store, long startMs) {
        byte[] bytes = store.get(startMs);
        WindowSummary summary = bytes == null ? null : SummaryCodec.decode(bytes);
        return summary != null && summary.width() == width ? summary : null;
    }

    /** Start of the window that is corrected at a moment. */
    long startMs(long momentMs) {
        return momentMs - definition.correctedMs(windowMs());
    }

    private long windowMs() {
        return definition.window().toMillis();
    }
}
