package io.streamgauge.examples.chaos;

import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.FlinkFiles;
import io.streamgauge.app.processes.FlinkSession;
import io.streamgauge.app.processes.LocalCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
 * three, of the registry, of both processes of a Flink session with the drift job; instance and broker that are halted, a
 * network that is cut, each for longer than a session; a broker that is slow. A {@code read_committed} consumer sees every
 * event scored exactly once, each prediction's vector, score and decision are those of a run without a fault byte for byte,
 * and the drift job says the same.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    static Path temp;

    private final Wires wires = new Wires();

    @SuppressWarnings("NullAway.Init")
    private LocalCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Trials trials;

    @BeforeAll
    void calmRun() throws Exception {
        cluster = LocalCluster.started(
                temp.resolve("cluster"), 3, wires::settings, line -> System.out.println("  " + line));
        trials = Trials.prepared(cluster, temp);
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
        trials.survives(Fault.killedInstance(), "instance-killed", Trials.two());
    }

    @Test
    void broker() throws Exception {
        trials.survives(Fault.killedBroker(), "broker-killed", Trials.two());
    }

    @Test
    void registry() throws Exception {
        trials.survives(Fault.killedRegistry(), "registry-killed", Trials.two());
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
        trials.survives(Fault.cutOff(wires), "instance-cut-off", run -> run.start(List.of(wired(), direct())));
    }

    @Test
    void slowBroker() throws Exception {
        trials.survives(new SlowBroker(wires), "broker-slow", run -> run.start(List.of(wired(), wired())));
    }

    @Test
    void haltedInstance() throws Exception {
        trials.survives(Halted.instance(), "instance-halted", Trials.two());
    }

    @Test
    void haltedBroker() throws Exception {
        trials.survives(Halted.broker(), "broker-halted", Trials.two());
    }

    private ChaosRun.Surroundings wired() {
        return new ChaosRun.Surroundings(wires.through(cluster.cluster()), Map.of());
    }

    private ChaosRun.Surroundings direct() {
        return new ChaosRun.Surroundings(cluster.cluster(), Map.of());
    }

    /** The drift job runs in a session, where {@code flink run} has submitted it; the run without a fault had it in its instance. */
    private void survivesOnFlink(String name, Function<FlinkSession, ClusterProcess> part) throws Exception {
        FlinkSession session = cluster.startFlink(name + "-", FlinkFiles.beside());
        try {
            trials.survives(new KilledFlink(session, part.apply(session)), name, Trials.twoWithFlink(cluster, session));
        } finally {
            cluster.stop(session);
        }
    }
}
