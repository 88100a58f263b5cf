package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a model's windows, as far as windows to come need them: those that windows which overlap share, and of windows by count the one in
 * the making. Keyed state of the model at hand.
 */
final class KeptSteps {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeptSteps.class);

    /** State of each model: start of the last step of the window that was judged last. */
    static final String CLOSED = "closed";

    /** In place of the start of a window in the making when there is none. */
    private static final long NOT_COUNTING = Long.MIN_VALUE;

    private final DriftDefinition definition;
    private final Columns columns;
    private final MapState<Long, byte[]> windows;
    private final ValueState<Long> closed;
    private final ValueState<Long> counting;

    /** @param columns of a summary; steps that were kept of others are no part of any window */
    KeptSteps(DriftDefinition definition, Columns columns, RuntimeContext context) {
        this.definition = definition;
        this.columns = columns;
        this.windows = context.getMapState(
                new MapStateDescriptor<>("windows", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.closed = context.getState(new ValueStateDescriptor<>(CLOSED, Types.LONG));
        this.counting = context.getState(new ValueStateDescriptor<>("counting", Types.LONG));
    }

    /** Start of the last step of the window that was judged last; null before the first. */
    @Nullable
    Long closedMs() throws IOException {
        return closed.value();
    }

    /** The windows that end with a step are judged. */
    void close(long startMs) throws IOException {
        closed.update(startMs);
    }

    /** The step that begins at a moment; null when there is none. */
    byte @Nullable [] stored(long startMs) throws Exception {
        byte[] bytes = windows.get(startMs);
        return bytes == null || columns.decode(bytes) == null ? null : bytes;
    }

    /** Merges a part into its step. */
    void add(ModelKey model, long startMs, WindowSummary part) throws Exception {
        byte[] before = windows.get(startMs);
        if (before != null) {
            WindowSummary others = columns.decode(before);
            if (others == null) {
                tellOthers(model, before);
            } else {
                part.merge(others);
            }
        }
        windows.put(startMs, columns.encode(part));
    }

    /**
     * The window's steps as one; the oldest leaves the state, since no later window holds it. Null when there are none, or when they
     * were begun before a restart that changed {@code drift.window} or the model's inputs: they cannot be completed.
     */
    @Nullable
    WindowSummary window(ModelKey model, long windowStartMs) throws Exception {
        long endMs = windowStartMs + definition.window().toMillis();
        long lengthMs = definition.step().toMillis();
        if (definition.stepStartMs(endMs) != endMs) {
            dropUnaligned(model);
            return null;
        }
        dropBefore(model, windowStartMs);
        WindowSummary window = new WindowSummary(columns.width(), DriftDetector.WINDOW_ROWS);
        for (long stepMs = windowStartMs; stepMs < endMs; stepMs += lengthMs) {
            boolean last = stepMs + lengthMs >= endMs;
            byte[] bytes = windows.get(stepMs);
            WindowSummary step = bytes == null ? null : columns.decode(bytes);
            if (step != null) {
                if (!last) {
                    // Told by the window that ended with the step: one change is not drift in several windows.
                    step.forgetDetections();
                }
                window.merge(step);
            } else if (bytes != null && last) {
                tellOthers(model, bytes);
            }
        }
        windows.remove(windowStartMs);
        if (window.rows() == 0) {
            dropUnaligned(model);
            return null;
        }
        Long countingMs = counting.value();
        if (countingMs == null || countingMs != NOT_COUNTING) {
            counting.update(NOT_COUNTING);
        }
        return window;
    }

    /** The slice that begins at a moment leaves the state; null when there is none. */
    @Nullable
    WindowSummary slice(long startMs) throws Exception {
        byte[] bytes = windows.get(startMs);
        WindowSummary slice = bytes == null ? null : columns.decode(bytes);
        if (slice != null) {
            windows.remove(startMs);
        }
        return slice;
    }

    /**
     * Takes a slice into the window in the making, which is kept under its start.
     *
     * @return the window when the slice fills it, which then leaves the state; else null
     */
    @Nullable
    CountedWindow counted(ModelKey model, long startMs, WindowSummary slice) throws Exception {
        CountedWindow window = null;
        for (long beforeMs : stepsBefore(model, startMs)) {
            WindowSummary before = Objects.requireNonNull(slice(beforeMs));
            window = window == null ? new CountedWindow(beforeMs, before) : window.with(before);
        }
        window = window == null ? CountedWindow.begun(startMs, slice) : window.with(slice);
        if (window.isFull(definition)) {
            counting.update(NOT_COUNTING);
            return window;
        }
        counting.update(window.startMs());
        windows.put(window.startMs(), columns.encode(window.summary()));
        return null;
    }

    /** Forgets a model whose last window ended at a moment; steps after that stay. */
    void forget(ModelKey model, long lastEndMs) throws Exception {
        closed.clear();
        if (definition.byCount()) {
            for (long startMs : stepsBefore(model, lastEndMs)) {
                windows.remove(startMs);
            }
        }
        counting.clear();
    }

    /**
     * Starts of the slices before one, ascending; those that another document or other inputs have left are dropped, and so are those that
     * windows which overlap were judged with.
     */
    private List<Long> stepsBefore(ModelKey model, long startMs) throws Exception {
        dropUnaligned(model);
        List<Long> before = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        Set<Long> judged = judged();
        for (Map.Entry<Long, byte[]> entry : windows.entries()) {
            boolean unjudged = entry.getKey() < startMs && !judged.contains(entry.getKey());
            boolean own = unjudged && columns.decode(entry.getValue()) != null;
            if (own) {
                before.add(entry.getKey());
            } else if (entry.getKey() < startMs) {
                others.add(entry.getKey());
            }
            if (unjudged && !own) {
                tellOthers(model, entry.getValue());
            }
        }
        for (long other : others) {
            windows.remove(other);
        }
        return before.stream().sorted().toList();
    }

    /**
     * Starts of the steps that windows were judged with and that later ones overlap: all that are closed, but for a window in the making. A
     * checkpoint that does not tell of one is of before there were windows by count.
     */
    private Set<Long> judged() throws Exception {
        Set<Long> judged = new HashSet<>();
        Long closedMs = closed.value();
        if (closedMs == null) {
            return judged;
        }
        for (long startMs : windows.keys()) {
            if (startMs <= closedMs) {
                judged.add(startMs);
            }
        }
        Long countingMs = counting.value();
        if (countingMs != null) {
            judged.remove(countingMs);
        }
        return judged;
    }

    private static void tellOthers(ModelKey model, byte[] step) {
        LOGGER.warn(
                "the inputs have changed: the {} predictions of {} in windows that were begun with others are left out",
                SummaryCodec.decode(step).rows(),
                model);
    }

    /** What windows by count have left when the document asks for windows of one length again: no later window holds it. */
    private void dropBefore(ModelKey model, long windowStartMs) throws Exception {
        drop(model, startMs -> startMs < windowStartMs);
    }

    private void dropUnaligned(ModelKey model) throws Exception {
        drop(model, startMs -> definition.stepStartMs(startMs) != startMs);
    }

    /** Drops steps by their start, and tells what no window was judged with. */
    private void drop(ModelKey model, LongPredicate dropped) throws Exception {
        List<Long> starts = new ArrayList<>();
        for (long startMs : windows.keys()) {
            if (dropped.test(startMs)) {
                starts.add(startMs);
            }
        }
        if (starts.isEmpty()) {
            return;
        }
        Set<Long> judged = judged();
        long rows = 0;
        for (long startMs : starts) {
            if (!judged.contains(startMs)) {
                rows += SummaryCodec.decode(windows.get(startMs)).rows();
            }
            windows.remove(startMs);
        }
        if (rows > 0) {
            LOGGER.warn(
                    "drift.window or drift.rows has changed: the {} predictions of {} in windows that cannot be completed are left out",
                    rows,
                    model);
        }
    }
}
