package io.streamgauge.drift;

/** What one variant said of one event. A Flink POJO, so fields are public. */
public final class VariantRow {

    /** Name, version and digest of the model, as {@link ModelKeys} joins them. */
    public String model = "";

    /** Champion, or the name the model is deployed under. */
    public String variant = "";

    /** Id of the event. */
    public String eventId = "";

    /** Its time, milliseconds since 1970-01-01 UTC. */
    public long eventTimeMs;

    /** Topic the event was read from. */
    public String sourceTopic = "";

    /** Partition of that topic. */
    public int sourcePartition;

    /** Offset in that partition. */
    public long sourceOffset;

    /** Partition of the predictions topic that the row was read from; lateness is counted within it. */
    public int feedPartition;

    /** What the model said; NaN when it said nothing. */
    public double score = Double.NaN;

    /** 1 or 0 for a decision, the class chosen for classes, NaN for numbers. */
    public double decided = Double.NaN;

    /** The group the event is in, for each input that makes groups. */
    public String[] groups = new String[0];

    public VariantRow() {}
}
