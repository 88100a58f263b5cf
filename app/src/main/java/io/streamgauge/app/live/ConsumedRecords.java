package io.streamgauge.app.live;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** How many records of a topic the topology has read, by Kafka Streams' own count ({@code records-consumed-total}). */
public final class ConsumedRecords implements LongSupplier {

    private final String topic;
    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;

    public ConsumedRecords(String topic, Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        this.topic = topic;
        this.metrics = metrics;
    }

    @Override
    public long getAsLong() {
        double records = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.get().entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals("records-consumed-total")
                    && name.group().equals("stream-topic-metrics")
                    && topic.equals(name.tags().get("topic"))
                    && entry.getValue().metricValue() instanceof Number number) {
                records += number.doubleValue();
            }
        }
        return Math.round(records);
    }
}
