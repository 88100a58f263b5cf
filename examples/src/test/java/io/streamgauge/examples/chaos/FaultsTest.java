package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.FlinkFiles;
import io.streamgauge.app.processes.FlinkSession;
import io.streamgauge.app.processes.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of parts of a cluster at random moments during a replay: {@code kill -9} of an application instance, of a broker of
 * three, of the registry, of both processes of a Flink session with the drift job; a network that is cut for longer than a session. A {@code read_committed} consumer sees every event scored exactly once, each prediction's vector, score and
 * decision are those of a run without a fault byte for byte, and the drift job says the same.
 *
 * <p>The replay has as many parts as there are faults, and one more. Each of the former has its fault at a moment drawn evenly
 * from the part. The last fault comes while the windows of drift close.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double PART_SECONDS = 6;
    /** While windows of drift close and their verdicts are written. */
    private static final long CLOSING_MS = 1_500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    static Path temp;

    private final Wires wires = new Wires();

    @SuppressWarnings("NullAway.Init")
    private LocalCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private ChaosHistory history;

    @SuppressWarnings("NullAway.Init")
    private Predicted calm;

    @SuppressWarnings("NullAway.Init")
    private Verdicts calmVerdicts;

    /** The run without a fault. */
    @BeforeAll
    void calmRun() throws Exception {
        System.out.printf(
                "FaultsTest: %,d events, %d kills each, seed %d, logs in %s%n",
                ChaosSettings.events(), ChaosSettings.kills(), ChaosSettings.seed(), temp);
        cluster = LocalCluster.started(
                temp.resolve("cluster"), 3, wires::settings, line -> System.out.println("  " + line));
        history = ChaosHistory.generate(temp, ChaosSettings.seed(), ChaosSettings.events());
        try (ChaosRun run = new ChaosRun(cluster, "calm", history, folder("calm"))) {
            run.start(1);
            run.publishUpTo(history.count(), 0);
            run.predicted().await(history.count(), PATIENCE);
            run.publishUpTo(history.ids().size(), 0);
            run.predicted().await(history.ids().size(), PATIENCE);
            calm = run.predicted();
            calmVerdicts = Verdicts.await(cluster.cluster(), run.name(), 1, PATIENCE);
        }
        assertThat(calm.records()).isEqualTo(history.ids().size());
        assertThat(calmVerdicts.alerts()).as("the history drifts").isNotEmpty();
    }

    @AfterAll
    void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
        wires.close();
    }

    @Test
    void instance() throws Exception {
        survives(Fault.killedInstance(), "instance-killed");
    }

    @Test
    void broker() throws Exception {
        survives(Fault.killedBroker(), "broker-killed");
    }

    @Test
    void registry() throws Exception {
        survives(Fault.killedRegistry(), "registry-killed");
    }

    @Test
    void taskManager() throws Exception {
        survivesOnFlink("task-manager-killed", FlinkSession::taskManager);
    }

    @Test
    void jobManager() throws Exception {
        survivesOnFlink("job-manager-killed", FlinkSession::jobManager);
    }

    @Test
    void network() throws Exception {
        survives(Fault.cutOff(wires), "instance-cut-off");
    }

    /** The drift job runs in a session, where {@code flink run} has submitted it; the run without a fault had it in its instance. */
    private void survivesOnFlink(String name, Function<FlinkSession, ClusterProcess> part) throws Exception {
        FlinkSession session = cluster.startFlink(name + "-", FlinkFiles.beside());
        try {
            survives(new KilledFlink(session, part.apply(session)), name, run -> {
                run.startAllWithoutDrift(2);
                cluster.startDriftJob(name + "-drift-job", run.document(), session);
                DriftProgress.awaitCheckpoint(session, name, System.currentTimeMillis(), PATIENCE);
            });
        } finally {
            cluster.stop(session);
        }
    }

    private interface Start {
        void of(ChaosRun run) throws Exception;
    }

    private void survives(Fault fault, String name) throws Exception {
        survives(fault, name, run -> run.start(2, wires.through(cluster.cluster())));
    }

    private void survives(Fault fault, String name, Start start) throws Exception {
        int kills = ChaosSettings.kills();
        Random random = new Random(ChaosSettings.seed());
        List<Duration> recoveries = new ArrayList<>();
        try (ChaosRun run = new ChaosRun(cluster, name, history, folder(name))) {
            start.of(run);
            for (int kill = 0; kill < kills; kill++) {
                int end = ChaosRun.part(history.count(), kill + 1, kills + 1);
                CompletableFuture<Void> publishing = publishing(run, end);
                Thread.sleep((long) (1_000 * PART_SECONDS * random.nextDouble())); // the moment is the test
                recoveries.add(recovery(fault, run, random));
                publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                run.predicted().await(run.published(), PATIENCE);
                fault.awaitMended(cluster, run);
            }
            run.publishUpTo(history.count(), 0);
            run.predicted().await(history.count(), PATIENCE);
            run.publishUpTo(history.ids().size(), 0);
            Thread.sleep((long) (CLOSING_MS * random.nextDouble()));
            recoveries.add(recovery(fault, run, random));
            fault.awaitMended(cluster, run);

            Verdicts verdicts = Verdicts.await(
                    cluster.cluster(), name, calmVerdicts.metrics().size(), PATIENCE);
            Predicted.Differences differences = run.predicted().differencesFrom(calm);
            boolean same = verdicts.equals(calmVerdicts);
            FaultTable.add(
                    fault.name(),
                    kills + 1,
                    history.ids().size(),
                    differences,
                    same ? calmVerdicts.count() + " identical" : verdicts.count() + " of " + calmVerdicts.count(),
                    recoveries);
            assertThat(differences).isEqualTo(new Predicted.Differences(0, 0, 0));
            assertThat(verdicts.alerts()).isEqualTo(calmVerdicts.alerts());
            assertThat(verdicts.retraining()).isEqualTo(calmVerdicts.retraining());
            assertThat(verdicts.metrics()).isEqualTo(calmVerdicts.metrics());
        }
    }

    /** From the fault until every event published by then has been scored. */
    private Duration recovery(Fault fault, ChaosRun run, Random random) throws InterruptedException {
        long beganNanos = System.nanoTime();
        fault.inject(cluster, run, random);
        run.predicted().await(run.published(), PATIENCE);
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    private static CompletableFuture<Void> publishing(ChaosRun run, int end) {
        return CompletableFuture.runAsync(() -> {
            try {
                run.publishUpTo(end, PART_SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }
}
