package io.streamgauge.app.run;

import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** Records of one topic read by the topology since it started, by Kafka Streams' own count. */
final class EventsRead implements LongSupplier {

    private static final String GROUP = "stream-topic-metrics";
    private static final String NAME = "records-consumed-total";

    private final KafkaStreams streams;
    private final String topic;

    EventsRead(KafkaStreams streams, String topic) {
        this.streams = streams;
        this.topic = topic;
    }

    @Override
    public long getAsLong() {
        double total = 0;
        for (Metric metric : streams.metrics().values()) {
            MetricName name = metric.metricName();
            if (name.name().equals(NAME)
                    && name.group().equals(GROUP)
                    && topic.equals(name.tags().get("topic"))
                    && metric.metricValue() instanceof Number count) {
                total += count.doubleValue();
            }
        }
        return (long) total;
    }
}
