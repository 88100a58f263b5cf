package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Watched;
import io.streamgauge.drift.policy.DetectorState;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Windows in which nothing came, between two in which something did. They are judged when the later one is, for their volume, so that an
 * outage is told by event time alone, and a replay tells the same. Of a gap of more than {@value #MOST} windows the first are judged.
 */
final class GapWindows {

    /** Most windows of a gap that are judged. */
    static final int MOST = 1000;

    private GapWindows() {}

    /**
     * Ends of the windows of a gap, in order; none where volume is not watched or there is nothing to compare it with.
     *
     * @param judgedEndMs end of the window judged last
     * @param endMs end of the window that is judged now
     */
    static List<Long> ends(DriftDefinition definition, @Nullable DetectorState state, long judgedEndMs, long endMs) {
        if (!definition.watch().watches(Watched.VOLUME) || !(state instanceof DetectorState.Watching)) {
            return List.of();
        }
        long stepMs = definition.step().toMillis();
        return LongStream.iterate(definition.stepStartMs(judgedEndMs) + stepMs, end -> end < endMs, end -> end + stepMs)
                .limit(MOST)
                .boxed()
                .toList();
    }

    /** Time after the end of its last window at which a model is forgotten: a whole number of steps, at least a window. */
    static long forgetMs(DriftDefinition definition) {
        long stepMs = definition.step().toMillis();
        long leastMs = Math.max(
                definition.window().toMillis(),
                definition.watch().absence().forget().toMillis());
        return (leastMs + stepMs - 1) / stepMs * stepMs;
    }
}
