package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.app.history.Verification;
import io.streamgauge.app.history.VerificationReport;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.TestingConsumer;
import io.streamgauge.app.run.TestingHistory;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.rollout.ConformalPlan;
import io.streamgauge.scoring.rollout.TrafficSplit;
import io.streamgauge.store.backfill.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are deployed, promoted and rolled back while events come, across a restart, and all of it is proved from the topics. */
class RolloutIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");
    private static final int CUSTOMERS = 300;
    private static final int PER_SECOND = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void deploymentsComeIntoForceUnderLoadAndAreReplayedTheSame() throws Exception {
        Path document = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText()
                        .replace(
                                "\nmodel:\n",
                                "\nmodel:\n  uncertainty: {gives: interval, coverage: 80%, update: 3650d, labels: 5000}\n"),
                TestingPipelines.FRAUD_INPUTS);
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        Path data = temp.resolve("data");
        RuntimeOptions options = RuntimeOptions.in(data).anyPorts().drift(false).build();
        TestingHistory history = TestingHistory.generated(temp, CUSTOMERS, 60);
        TestingModels.register(StoredModels.location(pipeline, data), "2", 100);
        TestingModels.register(StoredModels.location(pipeline, data), "3", 200);

        int published;
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options)) {
            TestingFeeder feeder = new TestingFeeder(runtime, history, temp, 0, PER_SECOND);
            assertThat(run(data, "status", "fraud").out()).startsWith("Nothing is deployed in pipeline fraud");
            byte[] served = Files.readAllBytes(pipeline.model().file());
            overwrite(pipeline);
            assertThat(run(data, "deploy", document.toString(), "fraud", "3").err())
                    .contains("is not the one that pipeline fraud serves");
            Files.write(pipeline.model().file(), served);
            TestingCli deployed =
                    run(data, "deploy", document.toString(), "fraud", "2", "--as", "canary", "--share", "30%");
            assertThat(deployed.out())
                    .contains("Revision 1 of pipeline fraud: deploy.", "canary: model fraud 2, 30% of");
            awaitInForce(runtime, 1);
            assertThat(run(data, "deploy", document.toString(), "fraud", "3").out())
                    .contains("Revision 2", "shadow: model fraud 3");
            awaitInForce(runtime, 2);
            assertThat(run(data, "promote", "fraud", "canary").out()).contains("Revision 3", "champion: model fraud 2");
            awaitInForce(runtime, 3);
            assertThat(run(data, "rollback", "fraud", "--reason", "too strict").out())
                    .contains("Revision 4 of pipeline fraud: rollback to revision 2.");
            awaitInForce(runtime, 4);
            refusals(data, document);
            published = feeder.stop();
        }
        overwrite(pipeline); // the champion is the document's of the first start, which only the store has now
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options)) {
            TestingFeeder feeder = new TestingFeeder(runtime, history, temp, published, PER_SECOND);
            assertThat(run(data, "pause", "fraud", "shadow").out()).contains("shadow: model fraud 3, paused");
            awaitInForce(runtime, 5);
            assertThat(run(
                                    data,
                                    "deploy",
                                    document.toString(),
                                    "fraud",
                                    "3",
                                    "--as",
                                    "b",
                                    "--share",
                                    "40%",
                                    "--guard",
                                    "shift < 0.2",
                                    "--guard",
                                    "latency p99 < 10s",
                                    "--guard-events",
                                    "200",
                                    "--guard-minimum",
                                    "50")
                            .out())
                    .contains("b: model fraud 3, 40% of the entities, guarded by shift < 0.2, latency p99 < 10s");
            awaitInForce(runtime, 7); // which nobody asked for
            published = feeder.stop();
            try (TestingConsumer consumer =
                    new TestingConsumer(runtime.cluster(), TOPICS.predictions().name())) {
                Map<String, List<Prediction>> predictions = consumer.predictions(published, PATIENCE);
                assertThat(predictions).hasSize(published);
                assertThat(predictions.values()).allSatisfy(of -> assertThat(of).hasSize(1));
                everyRevisionServes(predictions);
                theCanaryIsSticky(runtime, history, published, predictions);
            }
            assertThat(run(data, "status", "fraud").out())
                    .contains(
                            "Revision 7 of pipeline fraud: withdraw by guard at ",
                            ": guard 'shift < 0.2' of b is broken: 1, surely 0.",
                            "champion: model fraud 1, 70% of the entities",
                            "canary: model fraud 2, 30% of the entities",
                            "shadow: model fraud 3, paused",
                            "partition 0: revision 7 since offset ");
            published = learnsFromLabels(runtime, pipeline, history, published, data, document);
            VerificationReport report = verify(runtime, pipeline, data);
            assertThat(report.same()).as("%s", report).isTrue();
            assertThat(report.score().equal()).as("scores of all models").isEqualTo(published);
            assertThat(report.scoresOfOtherModels()).isZero();
        }
    }

    /** The pipeline by itself once there are labels, then as asked; what comes next has its intervals by that. */
    private int learnsFromLabels(
            PipelineRuntime runtime, Pipeline pipeline, TestingHistory history, int published, Path data, Path document)
            throws Exception {
        Path labelled = history.file(temp, "labels.csv", 0, published);
        new FileReplay(runtime.cluster(), "fraud", pipeline.features().source("labels"))
                .publish(labelled, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
        ModelDeployment learnt = awaitLearnt(runtime);
        assertThat(learnt.getAuthor()).isEqualTo("streamgauge");
        assertThat(learnt.getVariants()).as("the models stay").hasSize(3);
        assertThat(learnt.getConformal()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.getRevision()).isEqualTo(learnt.getRevision());
            assertThat(one.getAsOf()).isNotNull();
            assertThat(one.getRealised()).as("no interval was there before").isEmpty();
        });
        TestingFeeder feeder = new TestingFeeder(runtime, history, temp, published, PER_SECOND);
        awaitInForce(runtime, learnt.getRevision());
        int all = feeder.stop();
        TestingCli asked;
        try (TestingConsumer consumer =
                new TestingConsumer(runtime.cluster(), TOPICS.predictions().name())) {
            Map<String, List<Prediction>> predictions = consumer.predictions(all, PATIENCE);
            everyIntervalIsThatOfItsRevision(predictions, learnt);
            Path later = history.file(temp, "later.csv", published, all);
            new FileReplay(runtime.cluster(), "fraud", pipeline.features().source("labels"))
                    .publish(later, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
            asked = run(data, "conform", document.toString(), "--reason", "asked");
        }
        assertThat(asked.out())
                .as(asked.err())
                .contains(
                        "of pipeline fraud: conform.",
                        "intervals for 80% of the outcomes, learnt in",
                        "score ± ",
                        "champion: ",
                        " held the outcome before, ");
        fromAFile(runtime, data, document);
        return all;
    }

    private static void everyIntervalIsThatOfItsRevision(
            Map<String, List<Prediction>> predictions, ModelDeployment learnt) {
        int bounded = 0;
        for (List<Prediction> of : predictions.values()) {
            Prediction p = of.get(0);
            Uncertainty interval = Objects.requireNonNull(p.getUncertainty());
            assertThat(interval.getSet()).isNull();
            assertThat(interval.getCoverage()).isEqualTo(0.8);
            double radius = p.getRevision() < learnt.getRevision()
                    ? Double.POSITIVE_INFINITY
                    : ConformalPlan.of(learnt, p.getModelDigest())
                            .map(one -> ConformalPlan.thresholds(one).radius())
                            .orElse(Double.POSITIVE_INFINITY);
            double score = Objects.requireNonNull(p.getScore());
            if (radius < 1e300) { // bounds are rounded outwards
                assertThat(interval.getLow()).isBetween(score - radius - 1e-12, score - radius);
                assertThat(interval.getHigh()).isBetween(score + radius, score + radius + 1e-12);
            } else {
                assertThat(interval.getLow()).isNull();
                assertThat(interval.getHigh()).isNull();
            }
            assertThat(interval.getRevision()).isEqualTo(radius < 1e300 ? learnt.getRevision() : 0L);
            bounded += radius < 1e300 ? 1 : 0;
        }
        assertThat(bounded).isPositive();
    }

    private void fromAFile(PipelineRuntime runtime, Path data, Path document) throws IOException {
        Path rows = Files.writeString(temp.resolve("scored.csv"), "score,outcome\n1,3\n2,3\n,1\n3,2\n4,4\n");
        TestingCli few = run(data, "conform", document.toString(), "--scores", rows.toString(), "--variant", "canary");
        assertThat(few.out()).as(few.err()).contains("score ± 2.0 (4 labels)");
        try (Deployments deployments = new Deployments(runtime.cluster(), "fraud")) {
            ModelDeployment newest = deployments.history().newest().orElseThrow();
            assertThat(newest.getConformal()).as("those of other models stay").hasSize(3);
            assertThat(newest.getConformal().get(0).getAsOf()).isNull();
        }
        Path fewer = Files.writeString(temp.resolve("fewer.csv"), "score,outcome\n1,3\n2,3\n4,4\n");
        assertThat(run(data, "conform", document.toString(), "--scores", fewer.toString())
                        .err())
                .contains("too few labelled predictions for a bound: 3 of model fraud 1", "wants at least 4");
    }

    private static ModelDeployment awaitLearnt(PipelineRuntime runtime) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Deployments deployments = new Deployments(runtime.cluster(), "fraud")) {
            while (true) {
                Optional<ModelDeployment> newest = deployments.history().newest();
                if (newest.isPresent() && newest.get().getAction().equals("conform")) {
                    return newest.get();
                }
                assertThat(System.nanoTime()).as("%s", newest).isLessThan(deadline);
                Thread.sleep(50);
            }
        }
    }

    private static void overwrite(Pipeline pipeline) throws IOException {
        Files.write(pipeline.model().file(), TestingPipelines.model(TestingPipelines.FRAUD_INPUTS, 300));
    }

    private static void refusals(Path data, Path document) {
        TestingCli unknown = run(data, "deploy", document.toString(), "fraud", "4");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("unknown model 'fraud 4'");
        assertThat(run(data, "promote", "fraud", "canari").err())
                .contains("has no variant 'canari'; there is champion, canary, shadow");
        assertThat(run(data, "deploy", document.toString(), "fraud", "2", "--share", "101%")
                        .code())
                .isEqualTo(2);
        assertThat(run(data, "deploy", document.toString(), "fraud", "2", "--as", "b", "--share", "80%")
                        .err())
                .contains("'b' cannot have 80%: the other candidates leave 70%");
        TestingCli json = run(data, "status", "fraud", "--output", "json");
        assertThat(json.out()).contains("\"revision\" : 4", "\"reason\" : \"too strict\"");
    }

    private static void everyRevisionServes(Map<String, List<Prediction>> predictions) {
        assertThat(predictions.values().stream()
                        .map(of -> of.get(0).getRevision())
                        .distinct())
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        for (List<Prediction> of : predictions.values()) {
            Prediction p = of.get(0);
            boolean second = p.getVariant().equals("canary") || p.getRevision() == 3;
            assertThat(p.getModelVersion()).isEqualTo(p.getVariant().equals("b") ? "3" : second ? "2" : "1");
            assertThat(p.getShadows() == null ? 0 : p.getShadows().size())
                    .as("shadows of revision %d", p.getRevision())
                    .isEqualTo(p.getRevision() >= 2 && p.getRevision() <= 4 ? 1 : 0);
        }
    }

    /** By the customer, the entity of the first view; the same ones in every revision that has the canary. */
    private void theCanaryIsSticky(
            PipelineRuntime runtime, TestingHistory history, int published, Map<String, List<Prediction>> predictions)
            throws IOException {
        Map<String, String> customers = customers(history, published);
        Map<String, String> variants = new HashMap<>();
        try (Deployments deployments = new Deployments(runtime.cluster(), "fraud")) {
            List<ModelDeployment> revisions = deployments.history().all();
            predictions.forEach((id, of) -> {
                Prediction p = of.get(0);
                if (p.getRevision() > 0 && p.getRevision() != 3 && p.getRevision() != 6) {
                    String customer = String.valueOf(customers.get(id));
                    TrafficSplit split = TrafficSplit.of(revisions.get((int) p.getRevision() - 1));
                    assertThat(p.getVariant()).isEqualTo(split.variantOf(customer));
                    String before = variants.putIfAbsent(customer, p.getVariant());
                    assertThat(before == null ? p.getVariant() : before).isEqualTo(p.getVariant());
                }
            });
        }
        long canary = variants.values().stream().filter("canary"::equals).count();
        double deviation = Math.sqrt(variants.size() * 0.3 * 0.7);
        assertThat((double) canary)
                .as("of %d customers", variants.size())
                .isBetween(0.3 * variants.size() - 5 * deviation, 0.3 * variants.size() + 5 * deviation);
    }

    private Map<String, String> customers(TestingHistory history, int count) throws IOException {
        Map<String, String> customers = new HashMap<>();
        try (Stream<String> lines = Files.lines(history.file(temp, "customers.csv", 0, count))) {
            lines.skip(1).forEach(line -> {
                List<String> columns = List.of(line.split(",", -1));
                customers.put(columns.get(0), columns.get(2));
            });
        }
        return customers;
    }

    /** Returns once a revision is in force in every partition that an earlier one is. */
    private static void awaitInForce(PipelineRuntime runtime, long revision) throws InterruptedException {
        Predicate<RolloutStatus> inForce = status -> status.partitions().size() >= 2
                && status.partitions().stream().allMatch(partition -> partition.revision() >= revision);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Deployments deployments = new Deployments(runtime.cluster(), "fraud")) {
            while (!inForce.test(deployments.status())) {
                assertThat(System.nanoTime())
                        .as("%s at revision %d", deployments.status(), revision)
                        .isLessThan(deadline);
                Thread.sleep(50);
            }
            assertThat(deployments.activations().stream()
                            .filter(activation -> activation.getReason() != null)
                            .map(ModelActivation::getReason))
                    .isEmpty();
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

    private static TestingCli run(Path data, String... arguments) {
        List<String> all = new ArrayList<>(List.of("models"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data-dir", data.toString()));
        return TestingCli.run(all.toArray(String[]::new));
    }
}
