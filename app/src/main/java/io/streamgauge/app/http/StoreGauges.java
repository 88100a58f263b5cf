package io.streamgauge.app.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.streamgauge.stream.RocksDbSettings;
import io.streamgauge.stream.RocksDbStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The stores of this process as gauges, by store, over all its partitions here. Sizes are what RocksDB says when asked, as
 * Kafka Streams passes it on; counts are {@link RocksDbStatistics}.
 */
final class StoreGauges {

    private static final String OF_STORES = "stream-state-metrics";

    /** A size: its name here, what it says, and what Kafka Streams calls it. */
    private record Size(String name, String description, String property) {}

    private static final List<Size> SIZES = List.of(
            new Size("keys", "Keys, as RocksDB estimates them.", "estimate-num-keys"),
            new Size("sst.bytes", "Live files, bytes on disk.", "live-sst-files-size"),
            new Size("memtable.bytes", "Memtables, bytes in memory.", "size-all-mem-tables"),
            new Size(
                    "compaction.pending.bytes",
                    "Bytes that compactions have yet to rewrite.",
                    "estimate-pending-compaction-bytes"),
            new Size("compactions.running", "Compactions at work.", "num-running-compactions"));

    private final Map<String, MultiGauge> sizes = new LinkedHashMap<>();
    private final Map<String, MultiGauge> counts = new LinkedHashMap<>();
    private final MultiGauge bytes;
    private final MultiGauge cache;
    private final MultiGauge expired;

    StoreGauges(MeterRegistry registry) {
        for (Size size : SIZES) {
            sizes.put(size.property(), gauge(registry, "store." + size.name(), size.description()));
        }
        bytes = gauge(registry, "store.bytes", "Live files and memtables together, bytes.");
        for (RocksDbStatistics.Figure figure : RocksDbStatistics.figures()) {
            counts.put(figure.name(), gauge(registry, "store." + figure.name(), figure.description()));
        }
        cache = gauge(registry, "rocksdb.cache.bytes", "The block cache that all stores share, bytes, by what.");
        expired = gauge(registry, "entities.expired", "Entities deleted after their view's max_age, by view.");
    }

    /** What is told besides {@link RocksDbStatistics}, without the prefix. */
    static List<String> names() {
        return Stream.concat(
                        SIZES.stream().map(size -> "store." + size.name()),
                        Stream.of("store.bytes", "rocksdb.cache.bytes", "entities.expired"))
                .toList();
    }

    /** @param metrics those of Kafka Streams */
    void show(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Map<String, Double>> byProperty = new TreeMap<>();
        Map<String, Double> expiredByView = new TreeMap<>();
        for (Metric metric : metrics.values()) {
            MetricName name = metric.metricName();
            String view = name.tags().get("view");
            String store = name.tags().get("rocksdb-state-id");
            if (view != null && name.name().equals("expired-total")) {
                expiredByView.merge(view, number(metric), Double::sum);
            } else if (store != null && name.group().equals(OF_STORES) && sizes.containsKey(name.name())) {
                byProperty
                        .computeIfAbsent(name.name(), property -> new TreeMap<>())
                        .merge(store, number(metric), Double::sum);
            }
        }
        sizes.forEach((property, gauge) -> register(gauge, "store", byProperty.getOrDefault(property, Map.of())));
        Map<String, Double> together = new TreeMap<>(byProperty.getOrDefault("live-sst-files-size", Map.of()));
        byProperty
                .getOrDefault("size-all-mem-tables", Map.of())
                .forEach((store, size) -> together.merge(store, size, Double::sum));
        register(bytes, "store", together);
        for (RocksDbStatistics.Figure figure : RocksDbStatistics.figures()) {
            MultiGauge gauge = counts.get(figure.name());
            if (gauge != null) {
                register(gauge, "store", RocksDbStatistics.totals(figure));
            }
        }
        register(cache, "of", RocksDbSettings.sharedBytes());
        register(expired, "view", expiredByView);
    }

    private static double number(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }

    private static void register(MultiGauge gauge, String tag, Map<String, ? extends Number> values) {
        gauge.register(
                values.entrySet().stream()
                        .<MultiGauge.Row<?>>map(value -> MultiGauge.Row.of(
                                Tags.of(tag, value.getKey()), value.getValue().doubleValue()))
                        .toList(),
                true);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("streamgauge." + name)
                .description(description)
                .register(registry);
    }
}
