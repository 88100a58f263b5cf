package io.streamgauge.drift;

import org.jspecify.annotations.Nullable;

/** One prediction as the job sees it: the values watched, and where and when its event was. A Flink POJO, so fields are public. */
public final class ScoredRow {

    /** Name, version and digest of the model, as {@link ModelKeys} joins them. */
    public String model = "";

    /** Event time, milliseconds since 1970-01-01 UTC. */
    public long eventTimeMs;

    /** Topic the event was read from. */
    public String sourceTopic = "";

    /** Partition of that topic. */
    public int sourcePartition;

    /** Offset in that partition. */
    public long sourceOffset;

    /** Place in the sampling order, of the event's id. */
    public long rank;

    /** Partition of the predictions topic that the row was read from; lateness is counted within it. */
    public int feedPartition;

    /** One value per {@link DriftJobConfig#columns column}; NaN where missing, the code of a text. Not to be changed. */
    public double[] values = new double[0];

    /** Texts of those values that are codes of texts; null where missing. Not to be changed. */
    public @Nullable String[] texts = new String[0];

    public ScoredRow() {}
}
