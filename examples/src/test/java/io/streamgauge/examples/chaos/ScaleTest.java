package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * From one instance to three and back, then each of two restarted in turn, while events flow and callers read: every event is
 * scored once and as by one instance that is left alone, and hardly a read fails: at most one in a thousand. It prints throughput and the longest pause of
 * each phase.
 */
@Tag("chaos")
class ScaleTest {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int PHASES = 5;
    private static final double PHASE_SECONDS = 15;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void eventsAreScoredOnceWhileInstancesComeAndGo() throws Exception {
        ChaosHistory history = ChaosHistory.generate(temp, ChaosSettings.seed(), ChaosSettings.events());
        try (LocalCluster cluster = LocalCluster.started(
                temp.resolve("cluster"), 1, node -> Map.of(), line -> System.out.println("  " + line))) {
            Predicted calm = calm(cluster, history);
            try (ChaosRun run = run(cluster, "scaled", history)) {
                Instance first = run.startWithoutDrift();
                first.awaitReady(PATIENCE);
                phase("1 instance", run, history, 1, () -> {});
                try (Reads reads = new Reads(List.of(first.url()), run.customers())) {
                    phase("1 to 3 instances", run, history, 2, () -> grow(run, reads));
                    reads.mark("3 instances");
                    phase("3 instances", run, history, 3, () -> {});
                    reads.mark("3 to 2 instances");
                    phase("3 to 2 instances", run, history, 4, () -> shrink(run, reads));
                    reads.mark("rolling restart");
                    phase("rolling restart of 2", run, history, PHASES, () -> restartEach(run));
                    Thread.sleep(500);
                    reads.close();
                    System.out.printf(
                            "ScaleTest: %,d reads, %d failed: %s%n",
                            reads.count(), reads.failures().size(), reads.failures());
                    run.publishUpTo(history.ids().size(), 0);
                    run.predicted().await(history.ids().size(), PATIENCE);
                    Predicted.Differences differences = run.predicted().differencesFrom(calm);
                    FaultTable.add(
                            "1 to 3 instances, to 2, each restarted",
                            6,
                            history.ids().size(),
                            differences,
                            "-",
                            List.of());
                    assertThat(differences).isEqualTo(new Predicted.Differences(0, 0, 0));
                    assertThat(reads.count()).isPositive();
                    assertThat(1_000L * reads.failures().size())
                            .as("of %d reads: %s", reads.count(), reads.failures())
                            .isLessThanOrEqualTo(reads.count());
                }
            }
        }
    }

    private Predicted calm(LocalCluster cluster, ChaosHistory history) throws Exception {
        try (ChaosRun run = run(cluster, "calm", history)) {
            run.startWithoutDrift().awaitReady(PATIENCE);
            run.publishUpTo(history.ids().size(), 0);
            run.predicted().await(history.ids().size(), PATIENCE);
            return run.predicted();
        }
    }

    /** With a copy of the rows elsewhere, which answers while they move. */
    private ChaosRun run(LocalCluster cluster, String name, ChaosHistory history) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(name));
        return new ChaosRun(
                cluster,
                name,
                history,
                folder,
                document -> document.replace("threads: 1}", "threads: 1, standbys: 1, standby_lag: 60s}"));
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void phase(String name, ChaosRun run, ChaosHistory history, int number, Step step) throws Exception {
        int end = history.count() * number / PHASES;
        int before = run.predicted().events();
        long beganNanos = System.nanoTime();
        run.predicted().beginPause();
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
            try {
                run.publishUpTo(end, PHASE_SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        step.run();
        double stepSeconds = (System.nanoTime() - beganNanos) / 1e9;
        publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        run.predicted().await(end, PATIENCE);
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "ScaleTest: %-20s %6.0f events/s of %.0f published/s, longest pause %.1f s, the step took %.1f s%n",
                name,
                (run.predicted().events() - before) / seconds,
                (end - before) / PHASE_SECONDS,
                run.predicted().longestPauseMs() / 1_000.0,
                stepSeconds);
    }

    private static void grow(ChaosRun run, Reads reads) throws InterruptedException {
        List<Instance> added = List.of(run.startWithoutDrift(), run.startWithoutDrift());
        for (Instance instance : added) {
            instance.awaitReady(PATIENCE);
        }
        reads.ask(run.instances().stream().map(Instance::url).toList());
    }

    /** Whoever stops an instance takes it from the callers' list first. */
    private static void shrink(ChaosRun run, Reads reads) throws InterruptedException {
        Instance last = run.instances().get(2);
        reads.ask(run.instances().subList(0, 2).stream().map(Instance::url).toList());
        run.stop(last);
    }

    /** The callers are not told: who refuses the connection is passed over. */
    private static void restartEach(ChaosRun run) throws InterruptedException {
        for (Instance instance : run.instances()) {
            instance.process().stop(Duration.ofSeconds(30));
            instance.process().startAgain();
            instance.awaitReady(PATIENCE);
        }
    }
}
