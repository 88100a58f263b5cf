package io.streamgauge.app.run;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.writer.WritePermit;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroSerde;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.Rollout;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.scoring.ScoringProcessor;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.FormerLayouts;
import io.streamgauge.stream.Enriched;
import io.streamgauge.stream.FeatureTopology;
import io.streamgauge.stream.RoundEnds;
import io.streamgauge.stream.StreamSettings;
import io.streamgauge.stream.Watermarks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * A pipeline's whole topology: features, and behind them, in the same sub-topology and so in the same transaction, the
 * score and the prediction.
 *
 * <pre>
 *   FeatureTopology ──▶ scoring ──▶ predictions ──▶ predictions-sink ──▶ fraud.predictions
 *         │         [model-revision]         └───▶ served-sink ───────▶ another's predictions  (since a switch has let it write them)
 *         │               └───▶ activations ──▶ activations-sink ──▶ fraud.activations  (where a deployment comes into force)
 *         └──▶ corrected-vectors ──▶ corrections-sink ──▶ fraud.corrections      (where the pipeline wants corrections)
 * </pre>
 */
final class ScoringTopology {

    private static final String PREDICTIONS = "predictions";
    private static final String ACTIVATIONS = "activations";

    private final Pipeline pipeline;
    private final SchemaRegistry registry;
    private final EventScoring scoring;
    private final Rollout rollout;
    private final Map<String, Integer> partitions;
    private final Watermarks watermarks = new Watermarks();
    private final FormerLayouts former;
    private final WritePermit permit;
    private final ScoringMetrics metrics;

    /**
     * @param scoring how events become predictions
     * @param rollout which models are deployed
     * @param partitions partitions of every source's topic, by topic
     * @param former how events that are still on their way may be written
     * @param permit where predictions may go
     * @param metrics told of every prediction
     */
    ScoringTopology(
            Pipeline pipeline,
            SchemaRegistry registry,
            EventScoring scoring,
            Rollout rollout,
            Map<String, Integer> partitions,
            FormerLayouts former,
            WritePermit permit,
            ScoringMetrics metrics) {
        this.pipeline = pipeline;
        this.registry = registry;
        this.scoring = scoring;
        this.rollout = rollout;
        this.partitions = partitions;
        this.former = former;
        this.permit = permit;
        this.metrics = metrics;
    }

    /** The application id, which is also the consumer group and the prefix of internal topics and transactions. */
    static String applicationId(String pipeline) {
        return pipeline + ".topology";
    }

    /**
     * Names of the stores in which a pipeline keeps its state as its document is now.
     *
     * @param partitions partitions of every source's topic, by topic
     */
    static Set<String> stores(Pipeline pipeline, SchemaRegistry registry, Map<String, Integer> partitions) {
        StreamsBuilder builder = new StreamsBuilder();
        new FeatureTopology(
                        pipeline.features(),
                        () -> registry,
                        new TopicCatalogue(pipeline.name()),
                        partitions,
                        false,
                        FormerLayouts.NONE,
                        pipeline.runtime().corrections(),
                        pipeline.runtime().retention(),
                        new Watermarks(System::currentTimeMillis))
                .addTo(builder);
        return builder.build().describe().subtopologies().stream()
                .flatMap(subtopology -> subtopology.nodes().stream())
                .filter(TopologyDescription.Processor.class::isInstance)
                .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Topics that it reads. */
    List<String> sources() {
        return pipeline.features().sources().values().stream()
                .map(SourceDefinition::topic)
                .distinct()
                .toList();
    }

    /** How far event time has come, once it runs. */
    Watermarks watermarks() {
        return watermarks;
    }

    /** @throws WrongUsageException when a setting of the user's is not possible */
    StreamSettings settings(Cluster cluster, Path stateDirectory, int threads, Map<String, String> overrides) {
        try {
            return new StreamSettings(
                    applicationId(pipeline.name()), cluster.bootstrapServers(), stateDirectory, threads, overrides);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
    }

    Topology build(StreamSettings settings) {
        TopicCatalogue topics = new TopicCatalogue(pipeline.name());
        StreamsBuilder builder = new StreamsBuilder(settings.topologyConfig());
        boolean buffering = pipeline.runtime().cacheMb() > 0;
        Enriched enriched = new FeatureTopology(
                        pipeline.features(),
                        () -> registry,
                        topics,
                        partitions,
                        buffering,
                        former,
                        pipeline.runtime().corrections(),
                        pipeline.runtime().retention(),
                        watermarks)
                .addTo(builder);
        KStream<String, SpecificRecord> scored = enriched.scored()
                .process(
                        permit.before(ScoringProcessor.supplier(
                                rollout,
                                System::currentTimeMillis,
                                new ScoringProcessor.Outlets(PREDICTIONS, ACTIVATIONS),
                                metrics,
                                RoundEnds::add)),
                        Named.as("scoring"));
        KStream<String, Prediction> predictions = scored.mapValues(Prediction.class::cast, Named.as(PREDICTIONS));
        scored.mapValues(ModelActivation.class::cast, Named.as(ACTIVATIONS))
                .to(
                        topics.activations().name(),
                        Produced.with(Serdes.String(), AvroSerde.of(ModelActivation.class, registry))
                                .withName("activations-sink"));
        predictions.to(topics.predictions().name(), sink("predictions-sink"));
        permit.served().ifPresent(topic -> predictions.to(topic, sink("served-sink")));
        enriched.corrections()
                .ifPresent(corrections -> corrections
                        .process(() -> new CorrectionProcessor(scoring), Named.as("corrected-vectors"))
                        .to(
                                topics.corrections().name(),
                                Produced.with(Serdes.String(), AvroSerde.of(VectorCorrection.class, registry))
                                        .withName("corrections-sink")));
        return builder.build(settings.toProperties());
    }

    private Produced<String, Prediction> sink(String name) {
        return Produced.with(Serdes.String(), AvroSerde.of(Prediction.class, registry))
                .withName(name);
    }
}
