package io.streamgauge.app.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.app.live.Counts;
import io.streamgauge.app.live.DriftWindow;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.Snapshot;
import io.streamgauge.store.change.Completeness;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.streams.KafkaStreams;

/** The process's metrics, as Prometheus reads them: our own, the JVM's, and those of Kafka Streams once it is bound. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry;
    private final LiveStats live;
    private final Clock clock;
    private final Supplier<EventTime> eventTime;
    private final WatermarkGauges watermarks;
    private final StoreGauges stores;
    private final MultiGauge deadLetters;
    private final MultiGauge withoutEntity;
    private final MultiGauge driftValues;
    private final MultiGauge driftThresholds;
    private final MultiGauge incomplete;
    private volatile Completeness completeness = Completeness.ALL;
    private Optional<KafkaStreams> unbound = Optional.empty();
    private volatile Optional<KafkaStreams> running = Optional.empty();
    private Optional<KafkaStreamsMetrics> streamsMetrics = Optional.empty();

    /** @param eventTime how far event time has come, asked at every scrape */
    public Metrics(LiveStats live, Clock clock, Supplier<EventTime> eventTime) {
        this(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), live, clock, eventTime);
    }

    /**
     * @param registry what is scraped, which others may count in too
     * @param eventTime how far event time has come, asked at every scrape
     */
    public Metrics(PrometheusMeterRegistry registry, LiveStats live, Clock clock, Supplier<EventTime> eventTime) {
        this.registry = registry;
        this.live = live;
        this.clock = clock;
        this.eventTime = eventTime;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        count("streamgauge.events", "Events of the scored source read by the topology.", Counts::events);
        count("streamgauge.predictions", "Predictions committed and read back.", Counts::predictions);
        count("streamgauge.predictions.refused", "Predictions without a score.", Counts::refused);
        count("streamgauge.late.events", "Events beyond their source's lateness.", Counts::lateEvents);
        count("streamgauge.retraining.events", "Requests to train again.", Counts::retrainingEvents);
        gauge(
                "streamgauge.alerts.open",
                "Drift alerts not resolved.",
                s -> s.drift().openAlerts());
        gauge(
                "streamgauge.latency.p50.seconds",
                "End-to-end latency, median.",
                s -> s.latency().p50Ms() / 1_000);
        gauge(
                "streamgauge.latency.p99.seconds",
                "End-to-end latency, 99th percentile.",
                s -> s.latency().p99Ms() / 1_000);
        gauge(
                "streamgauge.event.time.seconds",
                "Greatest event time of any prediction, seconds since 1970-01-01 UTC.",
                s -> s.freshAsOf() == null ? Double.NaN : s.freshAsOf().toEpochMilli() / 1_000.0);
        gauge(
                "streamgauge.process.rss.bytes",
                "Resident set size.",
                s -> ProcessMemory.rssBytes().orElse(-1));
        watermarks = new WatermarkGauges(registry);
        stores = new StoreGauges(registry);
        incomplete = MultiGauge.builder("streamgauge.feature.incomplete")
                .description("1 while a feature's window reaches back before the events it was made from, then 0.")
                .register(registry);
        deadLetters = MultiGauge.builder("streamgauge.dead.letters")
                .description("Records that could not be used, by cause.")
                .register(registry);
        withoutEntity = MultiGauge.builder("streamgauge.events.without.entity")
                .description("Events that named no entity of a view and went on without its features, by view.")
                .register(registry);
        driftValues = MultiGauge.builder("streamgauge.drift.statistic")
                .description("Value in the last drift window.")
                .register(registry);
        driftThresholds = MultiGauge.builder("streamgauge.drift.threshold")
                .description("Value above which that statistic is significant.")
                .register(registry);
    }

    /** Shows from now on which of these features are incomplete. */
    public void show(Completeness features) {
        completeness = features;
    }

    /** Adds the metrics of Kafka Streams. There are hundreds, so that is done when somebody asks, not at the start. */
    public synchronized void bind(KafkaStreams streams) {
        unbound = Optional.of(streams);
        running = unbound;
    }

    private synchronized void bindIfAsked() {
        unbound.ifPresent(streams -> {
            KafkaStreamsMetrics bound = new KafkaStreamsMetrics(streams);
            bound.bindTo(registry);
            streamsMetrics = Optional.of(bound);
        });
        unbound = Optional.empty();
    }

    /** All metrics in Prometheus' text format. */
    String scrape() {
        bindIfAsked();
        watermarks.show(eventTime.get());
        running.ifPresent(streams -> stores.show(streams.metrics()));
        Snapshot snapshot = live.snapshot(clock.millis());
        Instant fresh = snapshot.freshAsOf();
        incomplete.register(
                completeness.entries().entrySet().stream()
                        .<MultiGauge.Row<?>>map(e -> MultiGauge.Row.of(
                                Tags.of("feature", e.getKey()),
                                fresh == null || e.getValue().incompleteAt(fresh.toEpochMilli()) ? 1 : 0))
                        .toList(),
                true);
        deadLetters.register(rows("cause", snapshot.counts().deadLetters()), true);
        withoutEntity.register(rows("view", snapshot.counts().withoutEntity()), true);
        DriftWindow last = snapshot.drift().lastWindow();
        if (last != null) {
            driftValues.register(rows(last, DriftWindow.FeatureDrift::value), true);
            driftThresholds.register(rows(last, DriftWindow.FeatureDrift::threshold), true);
        }
        return registry.scrape();
    }

    @Override
    public synchronized void close() {
        unbound = Optional.empty();
        running = Optional.empty();
        streamsMetrics.ifPresent(KafkaStreamsMetrics::close);
        streamsMetrics = Optional.empty();
    }

    private static Iterable<MultiGauge.Row<?>> rows(String tag, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .<MultiGauge.Row<?>>map(e -> MultiGauge.Row.of(Tags.of(tag, e.getKey()), e.getValue()))
                .toList();
    }

    private static Iterable<MultiGauge.Row<?>> rows(
            DriftWindow window, ToDoubleFunction<DriftWindow.FeatureDrift> number) {
        return window.features().stream()
                .<MultiGauge.Row<?>>map(f -> MultiGauge.Row.of(
                        Tags.of("feature", f.feature(), "statistic", f.statistic()), number.applyAsDouble(f)))
                .toList();
    }

    private void count(String name, String description, ToDoubleFunction<Counts> count) {
        FunctionCounter.builder(
                        name,
                        live,
                        l -> count.applyAsDouble(l.snapshot(clock.millis()).counts()))
                .description(description)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Snapshot> value) {
        Gauge.builder(name, live, l -> value.applyAsDouble(l.snapshot(clock.millis())))
                .description(description)
                .register(registry);
    }
}
