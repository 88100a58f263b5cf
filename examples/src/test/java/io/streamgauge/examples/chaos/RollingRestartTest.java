package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances are restarted in turn, each when the one before says that it is ready, while events flow and callers read:
 * every event is scored once and as without a restart, and no read fails.
 */
@Tag("chaos")
class RollingRestartTest {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int EVENTS = 3_000;
    private static final double PER_SECOND = 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void noReadFailsWhileInstancesAreRestartedInTurn() throws Exception {
        System.out.println("RollingRestartTest: logs in " + temp);
        ChaosHistory history = ChaosHistory.generate(temp, ChaosSettings.seed(), EVENTS);
        int rounds = ChaosSettings.kills();
        try (LocalCluster cluster = LocalCluster.started(
                temp.resolve("cluster"), 1, node -> Map.of(), line -> System.out.println("  " + line))) {
            Predicted calm = calm(cluster, history);
            try (ChaosRun run = run(cluster, "restarted", history)) {
                run.startAllWithoutDrift(2);
                run.publishUpTo(EVENTS / 2, 0);
                run.predicted().await(EVENTS / 2, PATIENCE);
                List<Duration> pauses = new ArrayList<>();
                Reads reads =
                        new Reads(run.instances().stream().map(Instance::url).toList(), run.customers());
                try (reads) {
                    CompletableFuture<Void> publishing = publishing(run, EVENTS);
                    for (int round = 0; round < rounds; round++) {
                        for (Instance instance : run.instances()) {
                            pauses.add(restarted(instance));
                            reads.mark("after " + instance.process().name() + " was ready in round " + round);
                        }
                    }
                    publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
                run.publishUpTo(history.ids().size(), 0);
                run.predicted().await(history.ids().size(), PATIENCE);
                Predicted.Differences differences = run.predicted().differencesFrom(calm);
                System.out.printf(
                        "RollingRestartTest: %,d reads, %d failed: %s%n",
                        reads.count(), reads.failures().size(), reads.failures());
                FaultTable.add(
                        "rolling restart of 2 instances",
                        2 * rounds,
                        history.ids().size(),
                        differences,
                        "-",
                        pauses);
                assertThat(differences).isEqualTo(new Predicted.Differences(0, 0, 0));
                assertThat(reads.count()).isPositive();
                assertThat(reads.failures()).isEmpty();
            }
        }
    }

    /** From the stop until it says that it is ready. */
    private static Duration restarted(Instance instance) throws InterruptedException {
        long beganNanos = System.nanoTime();
        instance.process().stop(Duration.ofSeconds(30));
        instance.process().startAgain();
        instance.awaitReady(PATIENCE);
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    private static CompletableFuture<Void> publishing(ChaosRun run, int end) {
        double seconds = (end - run.published()) / PER_SECOND;
        return CompletableFuture.runAsync(() -> {
            try {
                run.publishUpTo(end, seconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private Predicted calm(LocalCluster cluster, ChaosHistory history) throws Exception {
        try (ChaosRun run = run(cluster, "calm", history)) {
            run.startAllWithoutDrift(1);
            run.publishUpTo(history.ids().size(), 0);
            run.predicted().await(history.ids().size(), PATIENCE);
            return run.predicted();
        }
    }

    private ChaosRun run(LocalCluster cluster, String name, ChaosHistory history) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(name));
        return new ChaosRun(
                cluster,
                name,
                history,
                folder,
                document -> document.replace("threads: 1}", "threads: 1, standbys: 1}"));
    }
}
