package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.stream.RocksDbStatistics;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class StoreGaugesTest {

    private record Shown(MetricName metricName, Object metricValue) implements Metric {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();

    private void add(String name, String group, Map<String, String> tags, Object value) {
        MetricName named = new MetricName(name, group, "", tags);
        metrics.put(named, new Shown(named, value));
    }

    @Test
    void addUpTheTasksOfAStore() {
        for (String task : new String[] {"0_0", "0_1"}) {
            Map<String, String> ofRows = Map.of("task-id", task, "rocksdb-state-id", "card-rows");
            add("live-sst-files-size", "stream-state-metrics", ofRows, BigInteger.valueOf(1_000));
            add("size-all-mem-tables", "stream-state-metrics", ofRows, BigInteger.valueOf(50));
            add("estimate-num-keys", "stream-state-metrics", ofRows, BigInteger.valueOf(7));
            add("expired-total", "stream-view-metrics", Map.of("task-id", task, "view", "card"), 3.0);
        }
        new StoreGauges(registry).show(metrics);

        assertThat(registry.scrape().lines())
                .contains(
                        "streamgauge_store_sst_bytes{store=\"card-rows\"} 2000.0",
                        "streamgauge_store_memtable_bytes{store=\"card-rows\"} 100.0",
                        "streamgauge_store_bytes{store=\"card-rows\"} 2100.0",
                        "streamgauge_store_keys{store=\"card-rows\"} 14.0",
                        "streamgauge_entities_expired{view=\"card\"} 6.0");
    }

    @Test
    void areAllOnThePage() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "http.md"));
        for (RocksDbStatistics.Figure figure : RocksDbStatistics.figures()) {
            assertThat(page).contains("`streamgauge_store_" + figure.name().replace('.', '_') + "`");
        }
        for (String name : StoreGauges.names()) {
            assertThat(page).contains("`streamgauge_" + name.replace('.', '_') + "`");
        }
    }
}
