package io.streamgauge.examples.chaos;

import io.streamgauge.app.processes.FlinkFiles;
import io.streamgauge.app.processes.FlinkSession;
import io.streamgauge.app.processes.LocalCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock of the day jumps during a replay, that of an instance, of a broker or of a process of Flink's, ahead and back or back
 * and ahead. Event time decides, so every prediction and every verdict on drift is that of the run without a jump, once.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    static Path temp;

    @SuppressWarnings("NullAway.Init")
    private LocalCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Trials trials;

    private List<FakedClock> ofBrokers = List.of();
    private List<FakedClock> ofInstances = List.of();

    @BeforeAll
    void calmRun() throws Exception {
        ofBrokers = clocks("broker", 3);
        ofInstances = clocks("instance", 2);
        Assumptions.assumeFalse(ofBrokers.isEmpty(), FakedClock.MISSING);
        cluster = LocalCluster.started(
                temp.resolve("cluster"),
                ofBrokers.size(),
                node -> Map.of(),
                node -> ofBrokers.get(node.id() - 1).environment(),
                line -> System.out.println("  " + line));
        trials = Trials.prepared(cluster, temp);
    }

    private static List<FakedClock> clocks(String whose, int count) {
        return Stream.iterate(1, i -> i + 1)
                .limit(count)
                .map(i -> FakedClock.in(temp.resolve("clock-" + whose + "-" + i)))
                .flatMap(Optional::stream)
                .toList();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void instanceAhead() throws Exception {
        trials.survives(JumpingClock.ofInstance(HOUR, ofInstances), "instance-ahead", this::start);
    }

    @Test
    void instanceBehind() throws Exception {
        trials.survives(JumpingClock.ofInstance(HOUR.negated(), ofInstances), "instance-behind", this::start);
    }

    @Test
    void brokerAhead() throws Exception {
        trials.survives(JumpingClock.ofBroker(HOUR, ofBrokers), "broker-ahead", Trials.two());
    }

    @Test
    void brokerBehind() throws Exception {
        trials.survives(JumpingClock.ofBroker(HOUR.negated(), ofBrokers), "broker-behind", Trials.two());
    }

    @Test
    void flinkAhead() throws Exception {
        ofFlink(HOUR, "flink-ahead");
    }

    @Test
    void flinkBehind() throws Exception {
        ofFlink(HOUR.negated(), "flink-behind");
    }

    private void ofFlink(Duration ahead, String name) throws Exception {
        List<FakedClock> clocks = clocks(name, 2);
        FlinkSession session = cluster.startFlink(
                name + "-",
                FlinkFiles.beside(),
                clocks.get(0).environment(),
                clocks.get(1).environment());
        try {
            trials.survives(JumpingClock.ofFlink(ahead, clocks, session), name, Trials.twoWithFlink(cluster, session));
        } finally {
            cluster.stop(session);
        }
    }

    private void start(ChaosRun run) throws InterruptedException {
        run.start(ofInstances.stream()
                .map(clock -> new ChaosRun.Surroundings(cluster.cluster(), clock.environment()))
                .toList());
    }
}
