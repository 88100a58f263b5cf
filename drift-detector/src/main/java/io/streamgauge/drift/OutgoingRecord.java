package io.streamgauge.drift;

/** A record ready for its topic. A Flink POJO, so fields are public. */
public final class OutgoingRecord {

    /** Kafka key. */
    public String key = "";

    /** Kafka value, in Confluent wire format. */
    public byte[] value = new byte[0];

    public OutgoingRecord() {}

    static OutgoingRecord of(String key, byte[] value) {
        OutgoingRecord out = new OutgoingRecord();
        out.key = key;
        out.value = value;
        return out;
    }
}
