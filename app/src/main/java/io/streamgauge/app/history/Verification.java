package io.streamgauge.app.history;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.EventScorer;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.ModelSource;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.backfill.training.History;
import io.streamgauge.store.backfill.training.PointInTimeJoin;
import io.streamgauge.store.backfill.training.SourceRead;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.stream.FeatureTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Replays a pipeline's sources through the engine that the stream runs, and compares every vector, score and decision of its
 * predictions with what comes out, to the bit.
 *
 * <p><b>What the log proves.</b> Fields and expressions over them: always. A view that the scored source feeds without a hop:
 * always, since an entity's events share a partition, whose offsets are the order they were taken in. A view behind a hop:
 * events of several partitions are replayed in the order in which they were scored, which the predictions tell to the
 * millisecond. A view that another source feeds: by the events up to {@code t - delay}, all of them; whether the last had
 * arrived the log does not tell.
 *
 * <p><b>What it does not.</b> Where a value is not that of the replay, but what the same engine gives with the last events of
 * the feed missing, or with two of one millisecond exchanged, it is counted apart as not comparable. So is one whose window
 * begins before what the topics still hold. A feature looked up in a table, or made of one, is not compared at all: the
 * table's topic no longer has the rows that were replaced, so the replay knows none. Nothing that is not equal to the bit is counted as equal.
 *
 * <p>The score is compared with what the model gives for the vector served, so features and model are proved one by one. Of
 * deployments it is proved that each prediction was made under the revision in force at its offset, by the variant that the
 * revision gives the entity, and that shadows say what was logged.
 */
public final class Verification {

    private final Pipeline pipeline;
    private final Model model;
    private final ModelSource deployed;
    private final Cluster cluster;
    private final double sample;

    /**
     * @param model the document's model
     * @param deployed where deployed models come from
     * @param sample the share of events whose predictions are compared, from 0 to 1; all events are replayed
     */
    public Verification(Pipeline pipeline, Model model, ModelSource deployed, Cluster cluster, double sample) {
        this.deployed = deployed;
        this.pipeline = pipeline;
        this.model = model;
        this.cluster = cluster;
        this.sample = sample;
    }

    /**
     * Compares what is committed now.
     *
     * @param scratch an empty directory
     */
    public VerificationReport run(Path scratch, int threads, Progress progress) throws IOException {
        long startNanos = System.nanoTime();
        FeatureDefinition definition = pipeline.features();
        Map<String, Integer> partitions = Histories.partitions(cluster, definition);
        VerifiedPipeline verified = new VerifiedPipeline(definition, sample, partitions);
        EventScoring scoring = new EventScoring(definition, pipeline.model(), model, pipeline.vector());
        Explanations explanations = new Explanations();
        List<EventScorer> scorers = new CopyOnWriteArrayList<>();
        // Predictions first: of each one that is read, the event was there before.
        try (PredictionLog log = new PredictionLog(cluster, pipeline.name(), verified.definitionHash());
                ServedVariants variants = ServedVariants.read(
                        cluster,
                        pipeline,
                        scoring,
                        deployed,
                        FeatureTopology.lastTopic(definition, partitions, PipelineRuntime.group(pipeline.name())));
                Histories histories =
                        new Histories(definition, Map.of(), pipeline.runtime().partitions(), () -> cluster)) {
            Map<String, History> sources = new LinkedHashMap<>();
            for (String name : PointInTimeJoin.sourcesOf(definition, true)) {
                SourceDefinition source = definition.source(name);
                sources.put(
                        name,
                        source.table() ? new NoRows(partitions.getOrDefault(source.topic(), 1)) : histories.of(name));
            }
            AvroCodec<Prediction> codec = PredictionLog.codec(cluster);
            Comparer comparer = new Comparer(
                    verified,
                    pipeline.inputs(),
                    codec,
                    scorer(scoring, scorers),
                    variants,
                    explanations,
                    source -> topic(sources, source).goneUntilMs(),
                    partition -> topic(sources, definition.scored()).beginning(partition));
            Map<String, SourceRead> reads = new PointInTimeJoin(
                            definition, scratch, histories.buckets(), threads, progress)
                    .run(
                            sources,
                            log,
                            comparer,
                            () -> new ServedVectors(
                                    verified, PredictionLog.codec(cluster), scorer(scoring, scorers), explanations));
            SourceRead scored = reads.get(definition.scored());
            long events = scored == null ? 0 : scored.events();
            return report(verified, log, comparer, events, (System.nanoTime() - startNanos) / 1e9);
        } finally {
            scorers.forEach(EventScorer::close);
        }
    }

    private static EventScorer scorer(EventScoring scoring, List<EventScorer> all) {
        EventScorer scorer = scoring.newScorer();
        all.add(scorer);
        return scorer;
    }

    private static TopicHistory topic(Map<String, History> sources, String name) {
        if (sources.get(name) instanceof TopicHistory topic) {
            return topic;
        }
        throw new IllegalArgumentException("source '" + name + "' was not read from its topic");
    }

    private VerificationReport report(
            VerifiedPipeline verified, PredictionLog log, Comparer comparer, long events, double seconds) {
        return new VerificationReport(
                pipeline.name(),
                verified.definitionHash(),
                log.read(),
                comparer.compared,
                comparer.notSampled,
                log.others(),
                comparer.eventsGone,
                comparer.unexpected,
                comparer.repeated,
                events - comparer.matched,
                comparer.features(),
                comparer.scores(),
                comparer.otherModels,
                comparer.decisionsDiffering,
                comparer.revisionsDiffering,
                comparer.variantsDiffering,
                comparer.shadowsDiffering,
                seconds);
    }
}
