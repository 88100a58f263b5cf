package io.streamgauge.drift;

/** What one subtask saw of one window of one model. A Flink POJO, so fields are public. */
public final class WindowPart {

    /** Name, version and digest of the model, as {@link ModelKeys} joins them. */
    public String model = "";

    /** Start of the window, or of the step where windows overlap; inclusive. */
    public long windowStartMs;

    /** The {@link io.streamgauge.drift.profile.WindowSummary}, as {@link io.streamgauge.drift.state.SummaryCodec} writes it. */
    public byte[] summary = new byte[0];

    /** Whether it is what came late of a window that is judged, or will be without it; false where an earlier version wrote it. */
    public boolean late;

    public WindowPart() {}

    static WindowPart of(String model, long windowStartMs, byte[] summary) {
        WindowPart part = new WindowPart();
        part.model = model;
        part.windowStartMs = windowStartMs;
        part.summary = summary;
        return part;
    }

    static WindowPart ofLate(String model, long windowStartMs, byte[] summary) {
        WindowPart part = of(model, windowStartMs, summary);
        part.late = true;
        return part;
    }
}
