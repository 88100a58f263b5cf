package io.streamgauge.drift;

import java.io.Serializable;
import java.time.Duration;

/**
 * The topic that outcomes come on.
 *
 * @param topic Kafka topic
 * @param format how values are written
 * @param id field that holds the id of the event judged
 * @param time field that holds the label's time
 * @param outcome field that holds what came true: a number or a boolean
 * @param lateness how far behind its partition's latest time a label is not late
 * @param maxAhead how far a label's time may be ahead of its record's own timestamp; one further ahead is not used
 */
public record LabelsConfig(
        String topic, Format format, String id, String time, String outcome, Duration lateness, Duration maxAhead)
        implements Serializable {

    /** How values are written. */
    public enum Format {
        /** Avro in Confluent's wire format. */
        AVRO,
        /** One JSON object. */
        JSON
    }
}
