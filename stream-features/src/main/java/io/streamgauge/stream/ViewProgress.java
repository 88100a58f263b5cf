package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A view task's knowledge of time: which events of its rows no read can need any more, and what it tells the next task.
 *
 * <p>Scored events still to come have times of at least low watermark - lateness, and none is read as of an earlier moment;
 * readers outside go back as much further as the retention.
 */
final class ViewProgress implements AutoCloseable {

    private final ProcessorContext<String, EnrichedEvent> context;
    private final ViewStep step;
    private final LowWatermark watermark;
    private final CommitPace.Task pace;
    private final Watermarks.OfView shown;

    ViewProgress(ProcessorContext<String, EnrichedEvent> context, ViewStep step) {
        this.context = context;
        this.step = step;
        this.watermark = new LowWatermark(step.upstreams(), step.watermarks().nowMs());
        this.pace = CommitPace.of(context);
        this.shown = step.watermarks().view(step.view().name(), context.taskId().partition(), step.upstream());
    }

    /** Takes note of how far the sender of a scored event has come. */
    void observe(Record<String, EnrichedEvent> record) {
        pace.worked();
        Progress progress = Progress.of(record);
        watermark.observe(step.upstreams() == 1 ? 0 : progress.partition(), progress.timeMs());
        shown.reached(lowMs(), step.upstreams() == 1 ? context.taskId().partition() : watermark.heldBackBy());
    }

    /**
     * Asked for at every update: reads to come are as of this moment or later; {@link LowWatermark#UNKNOWN} when that is
     * not known.
     */
    long noReadBeforeMs() {
        pace.worked();
        return readsFromMs();
    }

    /** The same, asked for between updates: it is no work that a commit is due for. */
    long readsFromMs() {
        return before(step.readBackMs());
    }

    /** Scored events are not corrected when their times are before this moment. */
    long noCorrectionBeforeMs() {
        return before(step.latenessMs());
    }

    private long before(long backMs) {
        long lowMs = lowMs();
        return lowMs < LowWatermark.UNKNOWN + backMs ? LowWatermark.UNKNOWN : lowMs - backMs;
    }

    /** Sends a scored event to the next step. */
    void forward(Record<String, EnrichedEvent> record) {
        Onward onward = step.onward();
        if (onward.last()) {
            Progress.removeFrom(record.headers());
        } else if (onward.hop() && step.upstreams() > 1) {
            new Progress(context.taskId().partition(), lowMs()).stampOn(record.headers());
        }
        context.forward(record.withKey(onward.keyOf(record.value().event())));
    }

    @Override
    public void close() {
        shown.close();
    }

    private long lowMs() {
        return watermark.timeMs(step.watermarks().nowMs());
    }
}
