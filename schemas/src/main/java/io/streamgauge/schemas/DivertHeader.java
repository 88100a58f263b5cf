package io.streamgauge.schemas;

/** Headers of a record in {@code late-events} or {@code dead-letters}: why it is there and where it came from. */
public enum DivertHeader {
    CAUSE("streamgauge.cause", "Class of the trouble: one word such as `LATE`, `NOT_AVRO`, `EXPECTATION_FAILED`."),
    MESSAGE("streamgauge.message", "One sentence for a person: what was seen, what was expected."),
    STAGE(
            "streamgauge.stage",
            "Step that put it aside: `read`, `validate` or `lateness`; `deliver` for a retraining event."),
    ORIGIN_TOPIC("streamgauge.origin.topic", "Topic the record was read from."),
    ORIGIN_PARTITION("streamgauge.origin.partition", "Partition of that topic, a decimal number."),
    ORIGIN_OFFSET("streamgauge.origin.offset", "Offset in that partition, a decimal number."),
    OMITTED_BYTES(
            "streamgauge.omitted.bytes",
            "Only where the value was too large to pass on (16 MiB with key and headers) and is null here: its size, a decimal"
                    + " number. It is still at the origin.");

    private final String key;
    private final String doc;

    DivertHeader(String key, String doc) {
        this.key = key;
        this.doc = doc;
    }

    /** The header's key; its value is text in UTF-8. */
    public String key() {
        return key;
    }

    /** What its value says. */
    public String doc() {
        return doc;
    }
}
