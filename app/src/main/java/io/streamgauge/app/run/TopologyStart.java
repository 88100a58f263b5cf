package io.streamgauge.app.run;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.guard.GuardWatch;
import io.streamgauge.app.http.HttpApi;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.writer.WritePermit;
import io.streamgauge.app.writer.WriterTopics;
import io.streamgauge.schemas.PredictionWriter;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.Rollout;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.stream.EventPlace;
import io.streamgauge.stream.FeatureTopology;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topology and what it works with, and takes the port of the HTTP server; the topology does not join its group here. */
final class TopologyStart {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyStart.class);

    private final Pipeline pipeline;
    private final RuntimeOptions options;
    private final Parts parts;
    private final Consumer<Throwable> failed;
    private final ScoringMetrics scoringMetrics;

    /** @param failed told when the topology dies */
    TopologyStart(
            Pipeline pipeline,
            RuntimeOptions options,
            Parts parts,
            Consumer<Throwable> failed,
            ScoringMetrics scoringMetrics) {
        this.pipeline = pipeline;
        this.options = options;
        this.parts = parts;
        this.failed = failed;
        this.scoringMetrics = scoringMetrics;
    }

    /** @param partitions of the sources, by topic */
    MadeTopology make(
            Cluster cluster, Map<String, Integer> partitions, OnnxModel model, DataDirectory data, HttpSettings http)
            throws InterruptedException {
        int threads = options.threads().orElse(pipeline.runtime().threads());
        WriterTopics writers = parts.add("writer topic", new WriterTopics(cluster.kafka(), cluster.schemas()));
        Optional<String> served =
                writers.read(pipeline.name()).requireMayRun().served().map(PredictionWriter::getTopic);
        HeldState state = held(cluster, partitions, data);
        EventScoring scoring = new EventScoring(pipeline.features(), pipeline.model(), model, pipeline.vector());
        GuardWatch guards = parts.add("guards", new GuardWatch(cluster, pipeline.name()));
        StoredModels models = new StoredModels(pipeline, scoring.served().getDigest(), data.path());
        Rollout rollout = new ServedModels(pipeline, cluster, scoring, models, guards, parts).load(options.replayOf());
        ScoringTopology wiring = new ScoringTopology(
                pipeline,
                cluster.schemas(),
                scoring,
                rollout,
                partitions,
                state.description().formerLayouts(),
                new WritePermit(writers, pipeline.name(), served),
                scoringMetrics);
        HttpApi listening = parts.add("HTTP server", new HttpApi(Clock.systemUTC(), http));
        listening.listen();
        Map<String, String> overrides = StreamOverrides.of(
                pipeline.runtime(), cluster, options.cluster().isEmpty(), listening.reached());
        StreamsPart streams = parts.add(
                "topology",
                new StreamsPart(wiring.settings(cluster, data.streams(), threads, overrides), wiring, failed));
        return new MadeTopology(
                streams,
                state,
                served,
                scoring.served(),
                rollout,
                guards,
                new EventPlace(pipeline.features(), partitions, wiring.watermarks()),
                listening);
    }

    private HeldState held(Cluster cluster, Map<String, Integer> partitions, DataDirectory data) {
        HeldState state = HeldState.take(
                data.path(),
                pipeline.features(),
                FeatureTopology.routes(pipeline.features(), partitions),
                new ReachedTimes(cluster, ScoringTopology.applicationId(pipeline.name())));
        state.changes().forEach(change -> LOG.info("definition: {}", change));
        return state;
    }
}
