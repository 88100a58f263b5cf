package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * A replay on a cluster of processes without a fault, and the same with faults, which must come to the same.
 *
 * <p>One with faults has as many parts as there are faults, and one more. Each of the former has its fault at a moment drawn
 * evenly from the part. The last fault comes while the windows of drift close.
 */
final class Trials {

    static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double PART_SECONDS = 6;
    /** While windows of drift close and their verdicts are written. */
    private static final long CLOSING_MS = 1_500;

    private final LocalCluster cluster;
    private final Path folder;
    private final ChaosHistory history;
    private final Predicted calm;
    private final Verdicts calmVerdicts;

    private Trials(LocalCluster cluster, Path folder, ChaosHistory history, Predicted calm, Verdicts calmVerdicts) {
        this.cluster = cluster;
        this.folder = folder;
        this.history = history;
        this.calm = calm;
        this.calmVerdicts = calmVerdicts;
    }

    /** How the parts of a run are started. */
    interface Start {
        void of(ChaosRun run) throws Exception;
    }

    /**
     * Makes the history and does the run without a fault.
     *
     * @param folder where documents and the history go
     */
    static Trials prepared(LocalCluster cluster, Path folder) throws Exception {
        System.out.printf(
                "%,d events, %d faults of each kind, seed %d, logs in %s%n",
                ChaosSettings.events(), ChaosSettings.kills(), ChaosSettings.seed(), folder);
        ChaosHistory history = ChaosHistory.generate(folder, ChaosSettings.seed(), ChaosSettings.events());
        try (ChaosRun run = new ChaosRun(cluster, "calm", history, made(folder, "calm"))) {
            run.start(1);
            run.publishUpTo(history.count(), 0);
            run.predicted().await(history.count(), PATIENCE);
            run.publishUpTo(history.ids().size(), 0);
            run.predicted().await(history.ids().size(), PATIENCE);
            Verdicts verdicts = Verdicts.await(cluster.cluster(), run.name(), ChaosHistory.END, PATIENCE);
            assertThat(run.predicted().records()).isEqualTo(history.ids().size());
            assertThat(verdicts.alerts()).as("the history drifts").isNotEmpty();
            return new Trials(cluster, folder, history, run.predicted(), verdicts);
        }
    }

    /** Two instances, which reach the brokers directly. */
    static Start two() {
        return run -> run.start(2);
    }

    /** Two instances, and a Flink session with the drift job, where {@code flink run} has submitted it. */
    static Start twoWithFlink(LocalCluster cluster, FlinkSession session) {
        return run -> {
            run.startAllWithoutDrift(2);
            cluster.startDriftJob(run.name() + "-drift-job", run.document(), session);
            DriftProgress.awaitCheckpoint(session, run.name(), System.currentTimeMillis(), PATIENCE);
        };
    }

    /** Does the run with faults: it must say of every event, once, and of drift what the one without a fault says. */
    void survives(Fault fault, String name, Start start) throws Exception {
        int kills = ChaosSettings.kills();
        Random random = new Random(ChaosSettings.seed());
        List<Duration> recoveries = new ArrayList<>();
        try (ChaosRun run = new ChaosRun(cluster, name, history, made(folder, name))) {
            start.of(run);
            for (int kill = 0; kill < kills; kill++) {
                int end = (int) ((long) history.count() * (kill + 1) / (kills + 1));
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
            compare(fault, run, recoveries);
        }
    }

    private void compare(Fault fault, ChaosRun run, List<Duration> recoveries) {
        Verdicts verdicts = Verdicts.await(
                cluster.cluster(), run.name(), calmVerdicts.metrics().size(), PATIENCE);
        Predicted.Differences differences = run.predicted().differencesFrom(calm);
        FaultTable.add(
                fault.name(),
                recoveries.size(),
                history.ids().size(),
                differences,
                verdicts.equals(calmVerdicts)
                        ? calmVerdicts.count() + " identical"
                        : verdicts.count() + " of " + calmVerdicts.count(),
                recoveries);
        assertThat(differences).isEqualTo(new Predicted.Differences(0, 0, 0));
        assertThat(verdicts.alerts()).isEqualTo(calmVerdicts.alerts());
        assertThat(verdicts.retraining()).isEqualTo(calmVerdicts.retraining());
        assertThat(verdicts.metrics()).isEqualTo(calmVerdicts.metrics());
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

    private static Path made(Path folder, String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
