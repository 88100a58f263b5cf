package io.streamgauge.drift;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the job puts out, before it reaches any topic.
 *
 * @param metrics every statistic of every feature and window
 * @param alerts opened, escalated, resolved
 * @param retraining requests to train again
 * @param profiles frozen references
 */
record DriftStreams(
        DataStream<OutgoingRecord> metrics,
        DataStream<OutgoingRecord> alerts,
        DataStream<OutgoingRecord> retraining,
        DataStream<OutgoingRecord> profiles) {

    /** Both. */
    DriftStreams union(DriftStreams other) {
        return new DriftStreams(
                metrics.union(other.metrics),
                alerts.union(other.alerts),
                retraining.union(other.retraining),
                profiles.union(other.profiles));
    }
}
