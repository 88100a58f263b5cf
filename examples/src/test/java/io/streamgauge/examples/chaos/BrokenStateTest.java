package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an instance stands on is gone or broken: the model's file, its rows, its disk, a topic, the registry, the changelogs. It says clearly
 * what is wrong, writes nothing wrong, and goes on when that is mended: each event is scored once and as without the fault.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenStateTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int EVENTS = 6_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    static Path temp;

    @SuppressWarnings("NullAway.Init")
    private LocalCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private ChaosHistory history;

    @SuppressWarnings("NullAway.Init")
    private Predicted calm;

    @BeforeAll
    void calmRun() throws Exception {
        System.out.println("BrokenStateTest: logs in " + temp);
        cluster = LocalCluster.started(
                temp.resolve("cluster"), 1, node -> Map.of(), line -> System.out.println("  " + line));
        history = ChaosHistory.generate(temp, ChaosSettings.seed(), EVENTS);
        try (ChaosRun run = run("calm")) {
            Instance instance = run.startWithoutDrift();
            instance.awaitReady(PATIENCE);
            run.publishUpTo(history.ids().size(), 0);
            run.predicted().await(history.ids().size(), PATIENCE);
            calm = run.predicted();
        }
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** A model that is no model is refused before anything is scored. */
    @Test
    void modelIsCorrupted() throws Exception {
        try (ChaosRun run = run("model-corrupted")) {
            Instance instance = half(run);
            instance.process().stop(PATIENCE);
            Path model = temp.resolve("model-corrupted").resolve("fraud.onnx");
            byte[] whole = Files.readAllBytes(model);
            byte[] corrupted = whole.clone();
            new Random(ChaosSettings.seed()).nextBytes(corrupted);
            Files.write(model, corrupted);

            instance.process().startAgain();
            assertThat(instance.process().awaitEnd(PATIENCE)).isTrue();
            assertThat(instance.process().exitCode()).isNotZero();
            assertThat(said(instance)).contains("model").contains("fraud.onnx");

            Files.write(model, whole);
            instance.process().startAgain();
            finished("model file overwritten", run, instance);
        }
    }

    /** The instance says which directory to delete, and then makes the rows again from Kafka. */
    @Test
    void rowsAreCorrupted() throws Exception {
        try (ChaosRun run = run("rows-corrupted")) {
            Instance instance = half(run);
            instance.process().stop(PATIENCE);
            Path streams = instance.dataDirectory().resolve("streams");
            int files = corrupt(streams, new Random(ChaosSettings.seed()));
            assertThat(files).isPositive();

            instance.process().startAgain();
            assertThat(instance.process().awaitEnd(PATIENCE)).isTrue();
            assertThat(instance.process().exitCode()).isNotZero();
            assertThat(said(instance))
                    .contains("rows in " + streams + " are damaged")
                    .contains("delete that directory");
            delete(streams);
            instance.process().startAgain();
            finished("RocksDB files overwritten (" + files + ")", run, instance);
        }
    }

    /** Without space nothing is written, neither rows nor predictions; with space again all goes on. */
    @Test
    void diskIsFull() throws Exception {
        Path disk = Files.createDirectories(temp.resolve("cluster").resolve("disk-full-1"));
        Assumptions.assumeTrue(
                shell("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()) == 0,
                "a small file system can be mounted only by root");
        try (ChaosRun run = run("disk-full")) {
            Instance instance = half(run);
            Path filler = disk.resolve("filler");
            fill(filler);
            run.publishUpTo(history.ids().size(), 10);
            boolean ended = instance.process().awaitEnd(Duration.ofSeconds(30));
            System.out.println("BrokenStateTest: on a full disk the instance " + (ended ? "ended" : "went on"));
            Files.delete(filler);
            if (ended) {
                assertThat(instance.process().exitCode()).isNotZero();
                instance.process().startAgain();
            }
            finished("disk full", run, instance);
        } finally {
            shell("umount", "-l", disk.toString());
        }
    }

    /** An instance that runs goes on without a registry; one that starts waits for it, says so, and goes on where it was. */
    @Test
    void registryIsDown() throws Exception {
        try (ChaosRun run = run("registry-down")) {
            Instance instance = half(run);
            cluster.registry().kill();
            try {
                run.publishUpTo(EVENTS * 3 / 4, 0);
                run.predicted().await(EVENTS * 3 / 4, PATIENCE);
                instance.process().kill();
                instance.process().startAgain();
                awaitSaid(instance, "s more for it");
                assertThat(instance.process().alive()).isTrue();
            } finally {
                cluster.registry().startAgain();
            }
            finished("registry down for an instance's run and start", run, instance);
        }
    }

    /** The wait has a bound, and ends with a line that says so. */
    @Test
    void registryStaysDownAtTheStart() throws Exception {
        try (ChaosRun run = run("registry-stays-down")) {
            cluster.registry().kill();
            try {
                Instance instance = run.startWithoutDrift(List.of("--registry-wait", "3s"));
                assertThat(instance.process().awaitEnd(PATIENCE)).isTrue();
                assertThat(instance.process().exitCode()).isEqualTo(1);
                assertThat(said(instance))
                        .contains("streamgauge: the schema registry at "
                                + cluster.cluster().schemaRegistryUrl()
                                + " has not answered for 3 s, as long as --registry-wait says");
            } finally {
                cluster.registry().startAgain();
                cluster.awaitRegistry(PATIENCE);
            }
        }
    }

    /**
     * Somebody gives the changelogs retention, which deletes rows in force while an instance with a copy is away. What is left
     * would look like a whole copy, so the instance does not start.
     */
    @Test
    void retentionIsShorterThanACopysLag() throws Exception {
        try (ChaosRun run = run("changelog-retention");
                Admin admin = Admin.create(cluster.cluster().kafka(Map.of()))) {
            Instance instance = half(run);
            instance.process().stop(PATIENCE);
            List<String> changelogs = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("changelog-retention.") && name.endsWith("-changelog"))
                    .toList();
            policy(admin, changelogs, "delete");
            int gone = withoutBeginning(admin, changelogs);
            assertThat(gone).isPositive();

            refused(instance, "so that Kafka deletes rows in force by age or size; set cleanup.policy=compact");
            policy(admin, changelogs, "compact");
            refused(instance, "the beginning of a changelog was deleted: ");
        }
    }

    private static void refused(Instance instance, String why) throws Exception {
        instance.process().startAgain();
        assertThat(instance.process().awaitEnd(PATIENCE)).isTrue();
        assertThat(instance.process().exitCode()).isEqualTo(1);
        assertThat(said(instance)).contains(why);
    }

    private static void policy(Admin admin, List<String> topics, String policy) throws Exception {
        admin.incrementalAlterConfigs(topics.stream()
                        .collect(Collectors.toMap(
                                topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                topic -> List.of(new AlterConfigOp(
                                        new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET)))))
                .all()
                .get();
    }

    /** Deletes the first half of every partition, as retention does in time; of how many partitions. */
    private static int withoutBeginning(Admin admin, List<String> topics) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String topic : topics) {
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .values()
                    .forEach(description -> description
                            .partitions()
                            .forEach(each ->
                                    asked.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest())));
        }
        Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, end) -> {
            if (end.offset() > 1) {
                deleted.put(partition, RecordsToDelete.beforeOffset(end.offset() / 2));
            }
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                admin.deleteRecords(deleted).all().get();
                return deleted.size();
            } catch (ExecutionException e) { // the broker does not know of the new policy yet
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static void awaitSaid(Instance instance, String text) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!said(instance).contains(text)) {
            assertThat(System.nanoTime()).as(said(instance)).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /** A source's topic that is gone is named, and the instance ends. */
    @Test
    void topicIsDeleted() throws Exception {
        try (ChaosRun run = run("topic-deleted")) {
            Instance instance = half(run);
            try (Admin admin = Admin.create(cluster.cluster().kafka(Map.of()))) {
                admin.deleteTopics(List.of("topic-deleted-transactions")).all().get();
            }
            assertThat(instance.process().awaitEnd(PATIENCE))
                    .as("the instance ends")
                    .isTrue();
            assertThat(instance.process().exitCode()).isEqualTo(1);
            assertThat(said(instance)).contains("a topic that it reads is gone: one of topic-deleted-transactions");
        }
    }

    /** Its own folder has a copy of the model, that it can be broken. */
    private ChaosRun run(String name) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(name));
        Path model = folder.resolve("fraud.onnx");
        Files.copy(io.streamgauge.examples.Repository.examples().resolve("fraud/model/fraud.onnx"), model);
        return new ChaosRun(
                cluster,
                name,
                history,
                folder,
                document -> document.replaceAll("file: \\S*fraud.onnx", "file: " + model));
    }

    /** An instance that has scored the first half. */
    private Instance half(ChaosRun run) throws Exception {
        Instance instance = run.startWithoutDrift();
        instance.awaitReady(PATIENCE);
        run.publishUpTo(EVENTS / 2, 0);
        run.predicted().await(EVENTS / 2, PATIENCE);
        return instance;
    }

    private void finished(String fault, ChaosRun run, Instance instance) throws Exception {
        long beganNanos = System.nanoTime();
        instance.awaitReady(PATIENCE);
        run.publishUpTo(history.ids().size(), 0);
        run.predicted().await(history.ids().size(), PATIENCE);
        Predicted.Differences differences = run.predicted().differencesFrom(calm);
        FaultTable.add(
                fault,
                1,
                history.ids().size(),
                differences,
                "-",
                List.of(Duration.ofNanos(System.nanoTime() - beganNanos)));
        assertThat(differences).isEqualTo(new Predicted.Differences(0, 0, 0));
    }

    private static String said(Instance instance) throws IOException {
        return Files.readString(instance.process().log());
    }

    /** Overwrites a stretch in the middle of every file of rows. */
    private static int corrupt(Path streams, Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(streams)) {
            files = all.filter(file -> file.toString().matches(".*\\.(sst|log)")
                            && file.toFile().length() > 100)
                    .toList();
        }
        for (Path file : files) {
            byte[] noise = new byte[(int) Math.min(4_096, file.toFile().length() / 2)];
            random.nextBytes(noise);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(noise), file.toFile().length() / 4);
            }
        }
        System.out.println("BrokenStateTest: overwritten are " + files);
        return files.size();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Writes until the disk has no space left. */
    private static void fill(Path file) throws IOException {
        byte[] block = new byte[64 << 10];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 10_000; i++) {
                out.write(block);
            }
            throw new AssertionError("the disk takes more than " + 10_000L * block.length + " bytes");
        } catch (IOException e) {
            System.out.println("BrokenStateTest: " + e.getMessage());
        }
    }

    private static int shell(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
