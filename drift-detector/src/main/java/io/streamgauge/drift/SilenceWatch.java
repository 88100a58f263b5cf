package io.streamgauge.drift;

import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.Findings;
import io.streamgauge.drift.policy.Ids;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.schemas.config.Durations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells, by the clock, that no prediction of any model has come for {@code drift.silence}, and when they come again. It is apart from all that
 * event time decides: verdicts, their alerts and what is remembered of a model are the same with it and without, so that a replay has
 * them all; the alerts told here it has not, since what they are about was the clock.
 *
 * <p>Signs of life come from where predictions are read, several in the time that is waited. State: event time of the last, the moment to tell
 * at, whether it was told, and the model, as {@code 8 │ 8 │ 1 │ UTF-8}.
 */
final class SilenceWatch {

    /** Key of signs of life, which no model has. */
    static final String KEY = "";

    /** Signs of life that are sent in the time that is waited for one. */
    static final int SIGNS = 4;

    /** Why an alert is resolved when {@code drift.silence} is left out. */
    static final String UNWATCHED = "Silence is not watched any more: drift.silence was left out.";

    private final String pipeline;
    private final @Nullable Duration patience;
    private final ValueState<byte[]> known;
    private final DriftRecords records;
    private long openedMs = Long.MIN_VALUE;

    SilenceWatch(String pipeline, @Nullable Duration patience, ValueState<byte[]> known, DriftRecords records) {
        this.pipeline = pipeline;
        this.patience = patience;
        this.known = known;
        this.records = records;
    }

    private record Known(long eventTimeMs, long dueMs, boolean told, String model) {

        static Known of(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new Known(
                    in.getLong(),
                    in.getLong(),
                    in.get() != 0,
                    StandardCharsets.UTF_8.decode(in).toString());
        }

        byte[] bytes() {
            byte[] name = model.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(2 * Long.BYTES + 1 + name.length)
                    .putLong(eventTimeMs)
                    .putLong(dueMs)
                    .put((byte) (told ? 1 : 0))
                    .put(name)
                    .array();
        }
    }

    /** A sign of life, with the model and the event time of the prediction. */
    static WindowPart sign(String model, long eventTimeMs) {
        return WindowPart.of(KEY, eventTimeMs, model.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes a sign of life. */
    void alive(WindowPart sign, KeyedProcessFunction<String, WindowPart, OutgoingRecord>.Context context)
            throws IOException {
        if (patience == null) {
            return;
        }
        heard(context);
        Known before = known();
        if (before != null) {
            context.timerService().deleteProcessingTimeTimer(before.dueMs());
        }
        if (before != null && before.told()) {
            tell(before, AlertChange.Status.RESOLVED, patience, "Predictions come again.", context);
        }
        long dueMs = context.timerService().currentProcessingTime() + patience.toMillis() + patience.toMillis() / SIGNS;
        String model = new String(sign.summary, StandardCharsets.UTF_8);
        known.update(new Known(sign.windowStartMs, dueMs, false, model).bytes());
        context.timerService().registerProcessingTimeTimer(dueMs);
    }

    /** The moment has come; but not while the job itself has not run for so long, since it would have heard nothing. */
    void timer(long dueMs, KeyedProcessFunction<String, WindowPart, OutgoingRecord>.OnTimerContext context)
            throws IOException {
        Known before = known();
        if (patience == null) {
            resolve(before, context);
            return;
        }
        if (before == null || before.told() || before.dueMs() != dueMs) {
            return;
        }
        heard(context);
        if (openedMs + patience.toMillis() > dueMs) {
            long laterMs = openedMs + patience.toMillis();
            known.update(new Known(before.eventTimeMs(), laterMs, false, before.model()).bytes());
            context.timerService().registerProcessingTimeTimer(laterMs);
            return;
        }
        String message = "No prediction has come for " + Durations.format(patience) + ", by the clock; the last was of "
                + Instant.ofEpochMilli(before.eventTimeMs()) + ".";
        tell(before, AlertChange.Status.OPENED, patience, message, context);
        known.update(new Known(before.eventTimeMs(), dueMs, true, before.model()).bytes());
    }

    /** Whether an alert was open when the document ceased to ask for them. */
    boolean isLeftOpen() throws IOException {
        Known before = known();
        return patience == null && before != null && before.told();
    }

    /** Nobody listens any more. */
    private void resolve(
            @Nullable Known before, KeyedProcessFunction<String, WindowPart, OutgoingRecord>.Context context) {
        if (before != null && before.told()) {
            tell(before, AlertChange.Status.RESOLVED, Duration.ZERO, UNWATCHED, context);
        }
        known.clear();
    }

    /** Since when this run of the job hears signs of life, at the latest. */
    private void heard(KeyedProcessFunction<String, WindowPart, OutgoingRecord>.Context context) {
        long nowMs = context.timerService().currentProcessingTime();
        boolean clockSetBack = nowMs < openedMs;
        openedMs = openedMs == Long.MIN_VALUE || clockSetBack ? nowMs : openedMs;
    }

    private @Nullable Known known() throws IOException {
        byte[] bytes = known.value();
        return bytes == null ? null : Known.of(bytes);
    }

    private void tell(
            Known last,
            AlertChange.Status status,
            Duration waited,
            String message,
            KeyedProcessFunction<String, WindowPart, OutgoingRecord>.Context context) {
        ModelKey model = ModelKeys.split(last.model());
        double seconds = waited.toMillis() / 1000.0;
        FeatureVerdict silent = new FeatureVerdict("volume", "silence", seconds, seconds, 0, 0, true, 0, 0, 0);
        WindowVerdict window = new WindowVerdict(
                last.eventTimeMs(), last.eventTimeMs() + waited.toMillis(), List.of(silent), new OffsetRanges());
        AlertChange change = new AlertChange(
                Ids.of("silence", pipeline, Long.toString(last.eventTimeMs())),
                status,
                true,
                last.eventTimeMs() + waited.toMillis(),
                window,
                message,
                status == AlertChange.Status.OPENED ? List.of(silent) : List.of(),
                Findings.NONE);
        context.output(DetectFunction.ALERTS, records.alert(model, change));
    }
}
