package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
 * A rolling upgrade: two instances of an {@linkplain EarlierVersion earlier version} score, keep rows and watch for drift. Each in
 * turn is stopped and started from this version in the same data directory, while events flow and callers read, so that for a
 * while one of each version answers for the other. Every event is scored once and as by this version alone, the drift job goes on
 * from the earlier one's checkpoint and says the same, and no read fails.
 */
@Tag("chaos")
class UpgradeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    /** They end where the closing events are. */
    private static final int DAYS = 75;

    private static final int EVENTS = 12_000;
    /** 50 days: windows are judged after 30, and the drift is on the ninth day. */
    private static final int BEFORE = 8_000;

    /** A day of events in a second: tasks that are seconds apart leave no prediction behind the 30 days that windows wait. */
    private static final double PER_SECOND = 160;

    private static final double PER_SECOND_BESIDE_RESTARTS = 40;
    private static final Instant LAST_WINDOW_END = Instant.parse("2018-05-16T00:00:00Z");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void stateIsKeptAndNothingIsLost() throws Exception {
        EarlierVersion before = EarlierVersion.of(temp.resolve("before"));
        System.out.println("UpgradeTest: from " + before.name() + ", logs in " + temp);
        ChaosHistory history = ChaosHistory.generate(temp, ChaosSettings.seed(), EVENTS, 100, DAYS);
        int all = history.ids().size();
        try (LocalCluster cluster = LocalCluster.started(
                temp.resolve("cluster"), 1, node -> Map.of(), line -> System.out.println("  " + line))) {
            Predicted calm;
            Verdicts calmVerdicts;
            try (ChaosRun run = run(cluster, "calm", history)) {
                run.start(1);
                run.publishUpTo(EVENTS, EVENTS / PER_SECOND);
                run.predicted().await(EVENTS, PATIENCE);
                run.publishUpTo(all, 0);
                run.predicted().await(all, PATIENCE);
                calm = run.predicted();
                calmVerdicts = Verdicts.await(cluster.cluster(), run.name(), LAST_WINDOW_END, PATIENCE);
            }
            assertThat(calmVerdicts.alerts()).as("the history drifts").isNotEmpty();
            try (ChaosRun run = run(cluster, "upgraded", history)) {
                run.use(before.classPath());
                run.start(2);
                run.publishUpTo(BEFORE, BEFORE / PER_SECOND);
                run.predicted().await(BEFORE, PATIENCE);
                Verdicts early = Verdicts.await(cluster.cluster(), run.name(), 1, PATIENCE);
                assertThat(early.alerts()).as("opened by the version before").isNotEmpty();
                run.use(System.getProperty("java.class.path"));
                Reads reads =
                        new Reads(run.instances().stream().map(Instance::url).toList(), run.customers());
                List<Duration> pauses = new ArrayList<>();
                try (reads) {
                    CompletableFuture<Void> publishing = publishing(run);
                    for (Instance instance : run.instances()) {
                        long beganNanos = System.nanoTime();
                        run.replace(instance);
                        reads.ask(run.instances().stream().map(Instance::url).toList());
                        reads.mark("after " + instance.process().name() + " was of this version");
                        pauses.add(Duration.ofNanos(System.nanoTime() - beganNanos));
                    }
                    publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
                run.predicted().await(EVENTS, PATIENCE);
                run.publishUpTo(all, 0);
                run.predicted().await(all, PATIENCE);
                Verdicts verdicts = Verdicts.await(
                        cluster.cluster(), run.name(), calmVerdicts.metrics().size(), PATIENCE);
                Predicted.Differences differences = run.predicted().differencesFrom(calm);
                System.out.printf(
                        "UpgradeTest: %,d reads, %d failed: %s%n",
                        reads.count(), reads.failures().size(), reads.failures());
                FaultTable.add(
                        "rolling upgrade of 2 instances from " + before.name(),
                        2,
                        all,
                        differences,
                        verdicts.equals(calmVerdicts)
                                ? calmVerdicts.count() + " identical"
                                : verdicts.count() + " of " + calmVerdicts.count(),
                        pauses);
                assertThat(differences).isEqualTo(new Predicted.Differences(0, 0, 0));
                assertThat(verdicts).isEqualTo(calmVerdicts);
                assertThat(reads.count()).isPositive();
                assertThat(reads.failures()).isEmpty();
            }
        }
    }

    private static CompletableFuture<Void> publishing(ChaosRun run) {
        double seconds = (EVENTS - run.published()) / PER_SECOND_BESIDE_RESTARTS;
        return CompletableFuture.runAsync(() -> {
            try {
                run.publishUpTo(EVENTS, seconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    /** Two copies of the rows. */
    private ChaosRun run(LocalCluster cluster, String name, ChaosHistory history) throws Exception {
        return new ChaosRun(
                cluster,
                name,
                history,
                Files.createDirectories(temp.resolve(name)),
                document -> document.replace("threads: 1}", "threads: 1, standbys: 1}"));
    }
}
