package io.streamgauge.stream;

import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.AvroEventReader;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventReader;
import io.streamgauge.store.event.EventValidator;
import io.streamgauge.store.event.FormerLayouts;
import io.streamgauge.store.event.JsonEventReader;
import io.streamgauge.store.event.TableRow;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * From topics of events to events with their features. For the fraud pipeline, whose transactions are keyed by customer and
 * labels by terminal:
 *
 * <pre>
 *  transactions                                              transaction-labels
 *  (customer_id)                                                (terminal_id)
 *       │                                                             │
 *       ▼                                                             ▼
 *  transactions-ingest ──▶ fraud.dead-letters ◀────────────── labels-ingest
 *   [transactions-lateness] ──▶ fraud.late-events ◀────────── [labels-lateness]
 *       │                                                             │
 *       ▼                                                             │
 *    customer [customer-rows]                                         │
 *       │ update, read                                                │ update
 *       ▼                                                             ▼
 *  ═ to-terminal ═══════════════════════════════════════▶ terminal [terminal-rows] ══▶ scoring (the caller's)
 *   (terminal_id, by a hop)                           read
 * </pre>
 *
 * <p>Where events are corrected, views keep the scored events they have seen lately, and {@link Correction}s travel among
 * the scored events, by a header, to part from them at the end.
 *
 * <p>{@code [ ]} are state stores, {@code ═} a repartition topic, between two sub-topologies. Which hops there are says
 * {@link Route}; which record of a task goes first, {@link SourceTimestamps} and {@link TableTimestamps}. Nothing here decides anything else.
 */
public final class FeatureTopology {

    private final FeatureDefinition definition;
    private final Supplier<SchemaRegistry> registry;
    private final TopicCatalogue topics;
    private final Map<String, Integer> partitions;
    private final Optional<AtomicLong> buffered;
    private final Optional<CorrectionStep> corrections;
    private final Duration retention;
    private final Watermarks watermarks;
    private final List<Route> routes;
    private final FormerLayouts former;

    /**
     * The topology of a definition.
     *
     * @param definition sources and views
     * @param registry resolves the schemas of Avro sources
     * @param topics names of the dead-letter and late-event topics
     * @param partitions number of partitions of every source's topic, by topic
     * @param buffering whether rows are written once per commit: fewer writes to RocksDB and the changelog, more memory, at
     *     most Kafka Streams' {@code statestore.cache.max.bytes}
     * @param former how events that are still on their way may be written
     * @param corrections whether events are corrected when others come out of order
     * @param retention how far before the low watermark readers outside may read
     * @param watermarks told how far event time has come
     */
    public FeatureTopology(
            FeatureDefinition definition,
            Supplier<SchemaRegistry> registry,
            TopicCatalogue topics,
            Map<String, Integer> partitions,
            boolean buffering,
            FormerLayouts former,
            boolean corrections,
            Duration retention,
            Watermarks watermarks) {
        this.former = former;
        this.definition = definition;
        this.registry = registry;
        this.topics = topics;
        this.partitions = Map.copyOf(partitions);
        this.buffered = buffering ? Optional.of(new AtomicLong()) : Optional.empty();
        this.corrections = corrections ? Optional.of(CorrectionStep.of(definition, former)) : Optional.empty();
        this.retention = retention;
        this.watermarks = watermarks;
        this.routes = Route.of(definition, partitions);
    }

    /** Name of the store that says how far a source has come: partition to greatest event time, in milliseconds. */
    public static String latenessStore(String source) {
        return source + "-lateness";
    }

    /** How events come to each view, in words, by the view's name; state cannot follow a view whose way has changed. */
    public static Map<String, String> routes(FeatureDefinition definition, Map<String, Integer> partitions) {
        Map<String, String> routes = new HashMap<>();
        Route.of(definition, partitions)
                .forEach(route -> routes.put(route.view().name(), route.text()));
        return routes;
    }

    /**
     * The topic that brings scored events to the end of the topology: that of the last hop, or where there is none their own.
     *
     * @param applicationId the application id of Kafka Streams
     */
    public static String lastTopic(
            FeatureDefinition definition, Map<String, Integer> partitions, String applicationId) {
        String topic = definition.scoredSource().topic();
        for (Route route : Route.of(definition, partitions)) {
            if (route.hop()) {
                topic = applicationId + "-" + hopTo(route.view().name()) + "-repartition"; // as Kafka Streams names it
            }
        }
        return topic;
    }

    private static String hopTo(String view) {
        return "to-" + view;
    }

    /**
     * Adds the topology to a builder, which should be made with the {@link StreamSettings} in use.
     *
     * @return what comes out of it, in the last sub-topology
     */
    public Enriched addTo(StreamsBuilder builder) {
        KStream<String, EnrichedEvent> spine = ingest(builder, scoredStep(), SourceTimestamps.SCORED);
        Map<String, KStream<String, Event>> feeds = new HashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            ViewStep step =
                    ViewStep.of(definition, routes, i, partitions, corrections, retention, buffered, watermarks);
            if (route.hop()) {
                spine = spine.repartition(hop(hopTo(route.view().name()), HopSerdes.enriched(definition, former)));
            }
            spine = switch (route.feed()) {
                case SCORED -> spine.process(OwnViewProcessor.supplier(step), named(step));
                case DIRECT -> read(spine, feed(builder, feeds, route), step);
                case REKEYED -> read(spine, rekey(feed(builder, feeds, route), route), step);
            };
        }
        return Enriched.of(spine, corrections);
    }

    private KStream<String, EnrichedEvent> read(
            KStream<String, EnrichedEvent> spine, KStream<String, Event> feed, ViewStep step) {
        String view = step.view().name();
        KStream<String, ViewInput> updates = feed.mapValues(ViewInput.Update::new, Named.as(view + "-updates"));
        KStream<String, ViewInput> reads = spine.mapValues(ViewInput.Read::new, Named.as(view + "-reads"));
        return reads.merge(updates, Named.as(view + "-inputs")).process(FedViewProcessor.supplier(step), named(step));
    }

    private KStream<String, Event> feed(
            StreamsBuilder builder, Map<String, KStream<String, Event>> feeds, Route route) {
        return feeds.computeIfAbsent(
                route.view().source(),
                source -> ingest(builder, feedStep(definition.source(source)), SourceTimestamps.FEEDING));
    }

    private KStream<String, Event> rekey(KStream<String, Event> feed, Route route) {
        SourceDefinition source = definition.source(route.view().source());
        Onward onward = new Onward(Optional.of(new EntityKey(source.schema(), route.key())), true, false);
        String name = source.name() + "-to-" + route.view().name();
        return feed.selectKey((id, event) -> onward.keyOf(event), Named.as(name + "-key"))
                .repartition(hop(name, HopSerdes.event(source, former)));
    }

    private IngestStep<EnrichedEvent> scoredStep() {
        SourceDefinition source = definition.scoredSource();
        Onward onward = Onward.to(definition, routes, 0);
        int features = definition.viewFeatureNames().size();
        boolean strict = routes.stream().anyMatch(r -> r.stage() == 0 && r.feed() != Route.Feed.SCORED);
        return step(
                source,
                strict,
                onward::keyOf,
                (event, origin, sourceTimeMs) ->
                        new EnrichedEvent(event, origin, sourceTimeMs, new FeatureValues(features)));
    }

    private IngestStep<Event> feedStep(SourceDefinition source) {
        List<Route> fed = routes.stream()
                .filter(r -> r.view().source().equals(source.name()))
                .toList();
        boolean strict = fed.stream().anyMatch(r -> r.feed() == Route.Feed.DIRECT);
        return step(source, strict, Event::id, (event, origin, sourceTimeMs) -> event);
    }

    private <V> IngestStep<V> step(
            SourceDefinition source, boolean strict, Function<Event, String> keyOf, Emission<V> emission) {
        return new IngestStep<>(
                source,
                new EventValidator(source),
                strict ? Route.partitionsOf(source, partitions) : 0,
                topics,
                keyOf,
                emission,
                Refusals.noneLogged(),
                watermarks);
    }

    private <V> KStream<String, V> ingest(StreamsBuilder builder, IngestStep<V> step, SourceTimestamps timestamps) {
        SourceDefinition source = step.source();
        Optional<TableRow> table = source.table() ? Optional.of(new TableRow(source)) : Optional.empty();
        KStream<Object, Object> outlets = builder.stream(
                        source.topic(),
                        Consumed.with(Serdes.ByteArray(), ReceivedSerde.of(() -> reader(source), table))
                                .withTimestampExtractor(table.<TimestampExtractor>map(TableTimestamps::new)
                                        .orElseGet(() -> timestamps.allowing(source.maxAhead())))
                                .withName(source.name() + "-source"))
                .process(IngestProcessor.supplier(step), Named.as(step.node()));
        KStream<byte[], byte[]> refused = typed(outlets);
        asReceived(refused, step.deadLetters());
        asReceived(refused, step.lateEvents());
        KStream<String, V> accepted = typed(outlets);
        return accepted.mapValues(value -> value, Named.as(step.acceptedNode()));
    }

    private EventReader reader(SourceDefinition source) {
        return switch (source.format()) {
            case AVRO -> new AvroEventReader(source, registry.get());
            case JSON -> new JsonEventReader(source);
        };
    }

    /** An outlet by its types: ingest sends each of its children, by name, records of that child's types only. */
    @SuppressWarnings("unchecked")
    private static <K, V> KStream<K, V> typed(KStream<?, ?> outlets) {
        return (KStream<K, V>) outlets;
    }

    private <V> Repartitioned<String, V> hop(String name, Serde<V> values) {
        return Repartitioned.<String, V>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(values)
                .withNumberOfPartitions(Route.partitionsOf(definition.scoredSource(), partitions));
    }

    private static void asReceived(KStream<byte[], byte[]> refused, IngestStep.Outlet outlet) {
        refused.to(
                outlet.topic(),
                Produced.<byte[], byte[]>as(outlet.node())
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(Serdes.ByteArray()));
    }

    private static Named named(ViewStep step) {
        return Named.as(step.view().name() + "-view");
    }
}
