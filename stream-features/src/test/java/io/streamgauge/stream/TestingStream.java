package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.FormerLayouts;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A feature topology of one partition, driven record by record without a broker. */
final class TestingStream implements AutoCloseable {

    private static final String ENRICHED = "enriched";

    final TestingSchemaRegistry registry;
    final TopologyTestDriver driver;
    /** Corrections made so far. */
    final List<Correction> corrections = new ArrayList<>();

    final AtomicLong wallClockMs = new AtomicLong();
    final Watermarks watermarks = new Watermarks(wallClockMs::get);
    private final FeatureDefinition definition;
    private final TopicCatalogue topics;

    TestingStream(FeatureDefinition definition, Path stateDir) {
        this(definition, stateDir, new TestingSchemaRegistry());
    }

    TestingStream(FeatureDefinition definition, Path stateDir, TestingSchemaRegistry registry) {
        this(definition, stateDir, registry, false);
    }

    TestingStream(FeatureDefinition definition, Path stateDir, TestingSchemaRegistry registry, boolean corrections) {
        this(definition, stateDir, registry, corrections, Duration.ZERO);
    }

    /** One whose rows can be read so far before the watermark. */
    TestingStream(FeatureDefinition definition, Path stateDir, Duration retention) {
        this(definition, stateDir, new TestingSchemaRegistry(), false, retention);
    }

    private TestingStream(
            FeatureDefinition definition,
            Path stateDir,
            TestingSchemaRegistry registry,
            boolean corrections,
            Duration retention) {
        this.definition = definition;
        this.registry = registry;
        this.topics = new TopicCatalogue(definition.pipeline());
        this.driver = new TopologyTestDriver(
                topology(
                        definition,
                        registry,
                        1,
                        settings(definition, stateDir),
                        watermarks,
                        corrections,
                        retention,
                        this.corrections),
                properties(definition, stateDir),
                Instant.EPOCH);
    }

    private static StreamSettings settings(FeatureDefinition definition, Path stateDir) {
        return new StreamSettings(definition.pipeline(), "nowhere:9092", stateDir, 1, Map.of());
    }

    private static Properties properties(FeatureDefinition definition, Path stateDir) {
        return settings(definition, stateDir).toProperties();
    }

    static Topology topology(
            FeatureDefinition definition, TestingSchemaRegistry registry, int partitions, StreamSettings settings) {
        return topology(
                definition,
                registry,
                partitions,
                settings,
                new Watermarks(() -> 0),
                false,
                Duration.ZERO,
                new ArrayList<>());
    }

    /** The topology with corrections. */
    static Topology correcting(FeatureDefinition definition, int partitions, StreamSettings settings) {
        return topology(
                definition,
                new TestingSchemaRegistry(),
                partitions,
                settings,
                new Watermarks(() -> 0),
                true,
                Duration.ZERO,
                new ArrayList<>());
    }

    /** The topology with its result written to a topic of its own. */
    private static Topology topology(
            FeatureDefinition definition,
            TestingSchemaRegistry registry,
            int partitions,
            StreamSettings settings,
            Watermarks watermarks,
            boolean correcting,
            Duration retention,
            List<Correction> corrections) {
        StreamsBuilder builder = new StreamsBuilder(settings.topologyConfig());
        Enriched enriched = new FeatureTopology(
                        definition,
                        () -> registry,
                        new TopicCatalogue(definition.pipeline()),
                        TestingDefinitions.partitions(definition, partitions),
                        true,
                        FormerLayouts.NONE,
                        correcting,
                        retention,
                        watermarks)
                .addTo(builder);
        enriched.scored()
                .to(
                        ENRICHED,
                        Produced.<String, EnrichedEvent>as("result")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(HopSerdes.enriched(definition)));
        enriched.corrections()
                .ifPresent(made -> made.foreach((id, correction) -> corrections.add(correction), Named.as("kept")));
        return builder.build(settings.toProperties());
    }

    /** Publishes an event as its source declares: by its key, in its format. */
    void publish(String source, Event event) {
        SourceDefinition declared = definition.source(source);
        byte[] key = declared.keyField()
                .map(field -> event.keyAt(declared.schema().indexOf(field)))
                .map(text -> text.getBytes(UTF_8))
                .orElse(null);
        publish(source, key, TestingEvents.bytes(declared, registry, event), new RecordHeaders());
    }

    void publish(String source, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        publish(source, key, value, headers, PUBLISHED);
    }

    /** @param published the record's timestamp */
    void publish(String source, byte @Nullable [] key, byte @Nullable [] value, Headers headers, Instant published) {
        driver.createInputTopic(definition.source(source).topic(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, published));
    }

    /** When the test's records are published, by their timestamps. */
    static final Instant PUBLISHED = Instant.parse("2026-01-01T00:00:00Z");

    /** Enriched events since the last call. */
    List<EnrichedEvent> enriched() {
        return enrichedRecords().stream().map(TestRecord::value).toList();
    }

    List<TestRecord<String, EnrichedEvent>> enrichedRecords() {
        return driver.createOutputTopic(
                        ENRICHED,
                        new StringDeserializer(),
                        HopSerdes.enriched(definition).deserializer())
                .readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return refused(topics.deadLetters().name());
    }

    List<TestRecord<byte[], byte[]>> lateEvents() {
        return refused(topics.lateEvents().name());
    }

    private List<TestRecord<byte[], byte[]>> refused(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Total of refused records of a source and cause, as the metric says. */
    double refusedTotal(String source, String cause) {
        return driver.metrics().entrySet().stream()
                .filter(e -> e.getKey().name().equals("refused-total")
                        && source.equals(e.getKey().tags().get("source"))
                        && cause.equals(e.getKey().tags().get("cause")))
                .mapToDouble(e -> (double) e.getValue().metricValue())
                .sum();
    }

    /** Total of a source's events that name no entity of a view, as the metric says. */
    double withoutEntityTotal(String view, String source) {
        return driver.metrics().entrySet().stream()
                .filter(e -> e.getKey().name().equals("without-entity-total")
                        && view.equals(e.getKey().tags().get("view"))
                        && source.equals(e.getKey().tags().get("source")))
                .mapToDouble(e -> (double) e.getValue().metricValue())
                .sum();
    }

    /** {@code name=value} of an event's features, {@code name=STATUS} of missing ones, {@code name=value?} of defaults. */
    List<String> shown(EnrichedEvent enriched) {
        List<String> names = definition.viewFeatureNames();
        FeatureValues values = enriched.features();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String text = values.textAt(i);
            String value = values.isMissing(i)
                    ? values.statusAt(i).name()
                    : (text == null ? String.valueOf(values.valueAt(i)) : text)
                            + (values.statusAt(i) == io.streamgauge.schemas.ValueStatus.PRESENT ? "" : "?");
            shown.add(names.get(i) + "=" + value);
        }
        return shown;
    }

    void advanceWallClock(Duration by) {
        wallClockMs.addAndGet(by.toMillis());
        driver.advanceWallClockTime(by);
    }

    @Override
    public void close() {
        driver.close();
    }
}
