package io.streamgauge.drift;

/** What came true of one event. A Flink POJO, so fields are public. */
public final class LabelRow {

    /** Partition of the labels topic. */
    public int partition;

    /** Offset in that partition. */
    public long offset;

    /** The label's own time, milliseconds since 1970-01-01 UTC. */
    public long timeMs;

    /** Id of the event judged. */
    public String eventId = "";

    /** What came true; true is 1 and false 0. */
    public double outcome;

    public LabelRow() {}
}
