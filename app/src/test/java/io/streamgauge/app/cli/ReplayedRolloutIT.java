package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.app.history.Verification;
import io.streamgauge.app.history.VerificationReport;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.TestingConsumer;
import io.streamgauge.app.run.TestingHistory;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.backfill.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The events of a pipeline, with three deployments among them, are scored again by a pipeline that begins with nothing: every
 * score, variant, version and revision is the same, bit for bit, at the same offsets.
 */
@Tag("slow")
class ReplayedRolloutIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PER_SECOND = 600;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void whatWasScoredUnderThreeDeploymentsIsScoredAgainTheSame() throws Exception {
        Path store = temp.resolve("store");
        Path document = document("fraud", "fraud", store);
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        TestingHistory history = TestingHistory.generated(temp, 300, 40);
        TestingModels.register(store.toString(), "2", 100);
        TestingModels.register(store.toString(), "3", 200);
        Path data = temp.resolve("data");
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options(data, Optional.empty()))) {
            TestingFeeder feeder = new TestingFeeder(runtime, history, temp, 0, PER_SECOND);
            try (TestingConsumer consumer = new TestingConsumer(
                    runtime.cluster(), new TopicCatalogue("fraud").predictions().name())) {
                assertThat(consumer.awaitSome(50, PATIENCE))
                        .as("scored by the document's model")
                        .isGreaterThanOrEqualTo(50);
            }
            run(data, "deploy", document.toString(), "fraud", "2", "--as", "canary", "--share", "40%");
            awaitInForce(runtime, 1);
            run(data, "deploy", document.toString(), "fraud", "3", "--as", "b", "--share", "30%");
            awaitInForce(runtime, 2);
            run(data, "promote", "fraud", "canary");
            awaitInForce(runtime, 3);
            int published = feeder.stop();
            Map<String, Told> recorded = told(runtime.cluster(), "fraud", published);
            run(data, "rollback", "fraud"); // the newest revision, which no event was scored under

            replayed(
                    PipelineFile.loadWithoutModel(document("again", "fraud-again", store)),
                    options(temp.resolve("again"), Optional.of(runtime.cluster())),
                    recorded);
        }
    }

    private void replayed(Pipeline pipeline, RuntimeOptions options, Map<String, Told> recorded) throws Exception {
        try (PipelineRuntime runtime = PipelineRuntime.start(
                pipeline, options.toBuilder().replayOf(Optional.of("fraud")).build())) {
            Map<String, Told> again = told(runtime.cluster(), "fraud-again", recorded.size());

            assertThat(again).isEqualTo(recorded);
            assertThat(again.values().stream().map(Told::revision).distinct())
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
            assertThat(again.values().stream().map(Told::variant).distinct())
                    .containsExactlyInAnyOrder("champion", "canary", "b");
            VerificationReport report = verify(runtime, pipeline, options.dataDirectory());
            assertThat(report.same()).as("%s", report).isTrue();
            assertThat(report.score().equal()).isEqualTo(recorded.size());
        }
    }

    /** The fraud example under a name, with a store of models that several pipelines share. */
    private Path document(String folder, String name, Path store) {
        String text = TestingPipelines.fraudText()
                .replace("pipeline: fraud", "pipeline: " + name)
                .replace("  file: model/fraud.onnx", "  file: model/fraud.onnx\n  store: " + store);
        return TestingPipelines.write(temp.resolve(folder), text, TestingPipelines.FRAUD_INPUTS);
    }

    private static RuntimeOptions options(Path data, Optional<Cluster> cluster) {
        return RuntimeOptions.in(data).cluster(cluster).anyPorts().drift(false).build();
    }

    /** What a prediction says but for its moment, how long it took and its task's topic; doubles by their bits. */
    private record Told(
            String event, long revision, String variant, String version, String digest, long scoreBits, String all) {}

    /** By the place of the event; each was predicted once. */
    private static Map<String, Told> told(Cluster cluster, String pipeline, int count) {
        Map<String, Told> told = new TreeMap<>();
        try (TestingConsumer consumer = new TestingConsumer(
                cluster, new TopicCatalogue(pipeline).predictions().name())) {
            Map<String, List<Prediction>> predictions = consumer.predictions(count, PATIENCE);
            assertThat(predictions).hasSize(count);
            predictions.forEach((id, of) -> {
                assertThat(of).hasSize(1);
                Prediction p = of.get(0);
                Double score = p.getScore();
                told.put(
                        p.getSourceTopic() + "-" + p.getSourcePartition() + "@" + p.getSourceOffset(),
                        new Told(
                                p.getEventId(),
                                p.getRevision(),
                                p.getVariant(),
                                p.getModelVersion(),
                                p.getModelDigest(),
                                score == null ? 0 : Double.doubleToRawLongBits(score),
                                Prediction.newBuilder(p)
                                        .setPipeline("")
                                        .setProcessedAt(Instant.EPOCH)
                                        .setInputOffset(0)
                                        .setScoringNanos(0)
                                        .build()
                                        .toString()));
            });
        }
        return told;
    }

    /** Returns once a revision is in force in every partition that an earlier one is. */
    private static void awaitInForce(PipelineRuntime runtime, long revision) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Deployments deployments = new Deployments(runtime.cluster(), "fraud")) {
            for (RolloutStatus status = deployments.status();
                    status.partitions().size() < 2
                            || status.partitions().stream().anyMatch(partition -> partition.revision() < revision);
                    status = deployments.status()) {
                assertThat(System.nanoTime())
                        .as("%s at revision %d", status, revision)
                        .isLessThan(deadline);
                Thread.sleep(50);
            }
            assertThat(deployments.activations())
                    .extracting(ModelActivation::getReason)
                    .containsOnlyNulls();
        }
    }

    private VerificationReport verify(PipelineRuntime runtime, Pipeline pipeline, Path data) throws Exception {
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract());
                Scratch scratch = new Scratch(temp)) {
            return new Verification(
                            pipeline, model, new StoredModels(pipeline, model.digest(), data), runtime.cluster(), 1)
                    .run(scratch.directory(), 2, Progress.NONE);
        }
    }

    private static void run(Path data, String... arguments) {
        TestingModels.run(data, arguments);
    }
}
