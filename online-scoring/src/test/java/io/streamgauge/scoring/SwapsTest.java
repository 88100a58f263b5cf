package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.TestingModels;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.Revisions;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of ONNX Runtime are swapped while tasks score: none fails, and memory stays. */
final class SwapsTest {

    private static final int TASKS = 2;
    private static final int MODELS = 5;
    private static final int WARM_UP_SWAPS = 300;
    private static final long ALLOWED_GROWTH_KIB = 16 << 10;
    private final ExecutorService threads = Executors.newFixedThreadPool(TASKS);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHundredSwapsUnderLoad() throws Exception {
        swaps(directory, 100);
    }

    /** In a JVM of its own, whose heap is all there from the beginning: what grows is ONNX Runtime's. */
    @Test
    @Tag("slow")
    void aThousandSwapsLeaveMemoryAsItIs() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path arguments = Files.writeString(directory.resolve("class-path"), "-cp \"" + classPath + "\"");
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms192m",
                        "-Xmx192m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "@" + arguments,
                        SwapsTest.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(() -> text(log)).isZero();
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A thousand swaps, with models in the folder named; ends with an error when memory has grown. */
    public static void main(String[] arguments) throws Exception {
        SwapsTest test = new SwapsTest();
        try {
            long grownKib = test.swaps(Path.of(arguments[0]), 1_000);
            assertThat(grownKib).as("growth of resident memory in KiB").isLessThan(ALLOWED_GROWTH_KIB);
        } finally {
            test.stop();
        }
    }

    /** @return by how much resident memory has grown after the first swaps, KiB */
    private long swaps(Path in, int count) throws Exception {
        List<Path> files = new ArrayList<>();
        List<DeployedModel> models = new ArrayList<>();
        for (int version = 0; version < MODELS; version++) {
            Path folder = Files.createDirectories(in.resolve("v" + version));
            files.add(TestingModels.write(TestingModels.linear(List.of("amount"), version, 1), folder));
            try (OnnxModel model = OnnxModel.load(files.get(version), List.of("amount"))) {
                models.add(new DeployedModel("cards", Integer.toString(version), model.digest()));
            }
        }
        try (OnnxModel document = OnnxModel.load(files.get(0), List.of("amount"));
                RolloutLoader loader = new RolloutLoader(
                                scoring(document),
                                wanted -> OnnxModel.load(
                                        files.get(Integer.parseInt(wanted.getVersion())), List.of("amount")))
                        .start()) {
            AtomicBoolean swapping = new AtomicBoolean(true);
            List<Future<Long>> tasks = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                tasks.add(threads.submit(() -> scoreWhile(loader, swapping)));
            }
            long warmKib = 0;
            DeploymentHistory history = new DeploymentHistory();
            for (int swap = 1; swap <= count; swap++) {
                if (swap == WARM_UP_SWAPS) {
                    warmKib = residentKib();
                }
                offer(loader, history, models.get(0), models.get(swap % MODELS));
                assertThat(loader.newest().revision()).isEqualTo(swap);
            }
            long grownKib = residentKib() - warmKib;
            swapping.set(false);
            for (Future<Long> task : tasks) {
                assertThat(task.get(60, TimeUnit.SECONDS)).as("events scored").isPositive();
            }
            assertThat(loader.loadedModels()).isEqualTo(1);
            return grownKib;
        }
    }

    private static void offer(
            RolloutLoader loader, DeploymentHistory history, DeployedModel document, DeployedModel model)
            throws Exception {
        ModelDeployment next = new Revisions("cards", history, new Revisions.Signature("", "", Instant.EPOCH))
                .deploy(document, List.of(), "champion", model, Optional.empty());
        assertThat(history.offer(next)).isEmpty();
        assertThat(loader.offer(next)).isEmpty();
        loader.await(Duration.ofSeconds(30));
    }

    /** What a task does: it takes the newest revision's scorers, and gives the ones before back. */
    private static long scoreWhile(RolloutLoader loader, AtomicBoolean going) {
        EnrichedEvent event = event();
        ReadyDeployment seen = loader.newest();
        DeployedScorers scorers = seen.newScorers();
        long scored = 0;
        try {
            while (going.get()) {
                ReadyDeployment newest = loader.newest();
                if (newest != seen) {
                    try {
                        DeployedScorers next = newest.newScorers();
                        scorers.close();
                        scorers = next;
                        seen = newest;
                    } catch (IllegalStateException e) {
                        continue; // replaced at this very moment
                    }
                }
                Prediction prediction = scorers.predict(0, event, 0, 0, scored);
                assertThat(prediction.getRefusal()).isNull();
                assertThat(prediction.getScore()).isEqualTo(2.5 + Integer.parseInt(prediction.getModelVersion()));
                scored++;
            }
        } finally {
            scorers.close();
        }
        return scored;
    }

    /** Memory of the process that lies in RAM; 0 where the system does not say. */
    private static long residentKib() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        System.gc();
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findAny()
                .orElse(0);
    }

    private static final ConfigNode ROOT = YamlDocument.parse("cards.yaml", """
            sources:
              payments: {topic: payments, format: json, id: id, time: time, fields: {id: string, time: timestamp, amount: double}}
            model: {name: cards, version: 0, file: cards.onnx, scores: payments, inputs: [amount]}
            """);

    private static FeatureDefinition features() {
        Problems problems = new Problems();
        return new FeatureDefinition(
                "cards",
                SourcesSection.read(Objects.requireNonNull(ROOT.get("sources")), problems),
                "payments",
                List.of(),
                Map.of());
    }

    private static EventScoring scoring(Model model) {
        Problems problems = new Problems();
        ModelDefinition definition = ModelSection.read(Objects.requireNonNull(ROOT.get("model")), problems);
        VectorPlan plan = VectorPlan.read(features(), definition.inputs(), definition.at("inputs"), problems);
        problems.throwIfAny();
        return new EventScoring(features(), definition, model, plan);
    }

    private static EnrichedEvent event() {
        Event event = new Event(features().scoredSource().schema()).identify("p1", 1_700_000_000_000L);
        event.setDouble(event.schema().indexOf("amount"), 2.5);
        return new EnrichedEvent(event, new Origin("payments", 0, 0), event.timeMs(), new FeatureValues(0));
    }
}
