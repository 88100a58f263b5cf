package io.streamgauge.benchmarks;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.http.ScoringMeters;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroSerde;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.Rollout;
import io.streamgauge.scoring.ScoringProcessor;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.FormerLayouts;
import io.streamgauge.stream.FeatureTopology;
import io.streamgauge.stream.RoundEnds;
import io.streamgauge.stream.StreamSettings;
import io.streamgauge.stream.Watermarks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * A pipeline's topology alone, that ends in one of two ways behind the same features: with the scoring operator and its
 * predictions, or with the same vectors published without a score.
 *
 * <pre>
 *   FeatureTopology ──▶ scoring ──▶ predictions ──▶ sink     (scored)
 *   FeatureTopology ──▶ vectors ──────────────────▶ sink     (not scored)
 * </pre>
 */
final class FeaturesRun implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final CountDownLatch running = new CountDownLatch(1);

    /**
     * A run about to start.
     *
     * @param name application id and name of the topic written to, which must be there
     * @param scoring what scores; it is asked for the vector's names and policy where nothing is scored
     * @param scored whether the operator is there
     */
    FeaturesRun(
            String name,
            Pipeline pipeline,
            EventScoring scoring,
            boolean scored,
            Cluster cluster,
            Map<String, Integer> partitions,
            Path stateDirectory) {
        Map<String, String> settings = new HashMap<>(cluster.kafka());
        settings.put(
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                Long.toString(pipeline.runtime().cacheBytes()));
        StreamSettings all = new StreamSettings(name, cluster.bootstrapServers(), stateDirectory, 1, settings);
        SchemaRegistry registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        StreamsBuilder builder = new StreamsBuilder(all.topologyConfig());
        KStream<String, EnrichedEvent> enriched = new FeatureTopology(
                        pipeline.features(),
                        () -> registry,
                        new TopicCatalogue(name),
                        partitions,
                        pipeline.runtime().cacheMb() > 0,
                        FormerLayouts.NONE,
                        false,
                        pipeline.runtime().retention(),
                        new Watermarks())
                .addTo(builder)
                .scored();
        if (scored) {
            predictions(enriched, scoring, name, registry);
        } else {
            vectors(enriched, scoring, name, registry);
        }
        Topology topology = builder.build(all.toProperties());
        streams = all.streams(topology);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
    }

    /** As the pipeline does it, with its metrics. */
    private static void predictions(
            KStream<String, EnrichedEvent> enriched, EventScoring scoring, String topic, SchemaRegistry registry) {
        enriched.process(
                        ScoringProcessor.supplier(
                                Rollout.fixed(scoring),
                                System::currentTimeMillis,
                                new ScoringProcessor.Outlets("predictions", "activations"),
                                new ScoringMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
                                RoundEnds::add),
                        Named.as("scoring"))
                .mapValues(Prediction.class::cast, Named.as("predictions"))
                .to(
                        topic,
                        Produced.with(Serdes.String(), AvroSerde.of(Prediction.class, registry))
                                .withName("sink"));
    }

    private static void vectors(
            KStream<String, EnrichedEvent> enriched, EventScoring scoring, String topic, SchemaRegistry registry) {
        enriched.process(() -> new VectorProcessor(scoring), Named.as("vectors"))
                .to(
                        topic,
                        Produced.with(Serdes.String(), AvroSerde.of(VectorCorrection.class, registry))
                                .withName("sink"));
    }

    /** Starts, and returns once every task runs. */
    void start() throws InterruptedException {
        streams.start();
        running.await();
    }

    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }
}
