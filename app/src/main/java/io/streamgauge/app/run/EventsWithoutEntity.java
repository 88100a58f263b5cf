package io.streamgauge.app.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** Events that named no entity of a view, by view, since the topology started, by the count its views keep. */
final class EventsWithoutEntity implements Supplier<Map<String, Long>> {

    private static final String NAME = "without-entity-total";

    private final KafkaStreams streams;

    EventsWithoutEntity(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public Map<String, Long> get() {
        Map<String, Long> byView = new TreeMap<>();
        for (Metric metric : streams.metrics().values()) {
            MetricName name = metric.metricName();
            String view = name.tags().get("view");
            if (name.name().equals(NAME) && view != null && metric.metricValue() instanceof Number count) {
                byView.merge(view, count.longValue(), Long::sum);
            }
        }
        return byView;
    }
}
