package io.streamgauge.drift;

/** A change detector in a checkpoint. A Flink POJO, so fields are public. */
public final class DetectorPart {

    /** Name, version and digest of the model, as {@link ModelKeys} joins them. */
    public String model = "";

    /** Partition of the predictions topic. */
    public int partition;

    /** The value it watches and its kind. */
    public String name = "";

    /** Values it has seen since it was made. */
    public long seen;

    /** Latest event time of those values, milliseconds since 1970-01-01 UTC; 0 where an earlier version wrote it. */
    public long lastMs;

    /** As {@link io.streamgauge.drift.state.ChangeDetectorCodec} writes it. */
    public byte[] bytes = new byte[0];

    public DetectorPart() {}

    static DetectorPart of(String model, int partition, String name, long seen, long lastMs, byte[] bytes) {
        DetectorPart part = new DetectorPart();
        part.model = model;
        part.partition = partition;
        part.name = name;
        part.seen = seen;
        part.lastMs = lastMs;
        part.bytes = bytes;
        return part;
    }
}
