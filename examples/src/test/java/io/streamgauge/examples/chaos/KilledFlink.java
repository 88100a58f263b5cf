package io.streamgauge.examples.chaos;

import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.FlinkSession;
import io.streamgauge.app.processes.LocalCluster;
import java.util.Locale;
import java.util.Random;

/** {@code kill -9} of a process of a Flink session with the drift job, which is started again at once. */
final class KilledFlink implements Fault {

    private final FlinkSession session;
    private final ClusterProcess part;
    private long killedMs;

    KilledFlink(FlinkSession session, ClusterProcess part) {
        this.session = session;
        this.part = part;
    }

    @Override
    public String name() {
        return "kill -9 of Flink's " + (part == session.jobManager() ? "JobManager" : "TaskManager");
    }

    @Override
    public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
        part.kill();
        killedMs = System.currentTimeMillis();
        part.startAgain();
    }

    /** The job runs again once it has completed a checkpoint that was begun after the kill. */
    @Override
    public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
        DriftProgress.awaitCheckpoint(session, run.name(), killedMs, PATIENCE);
        System.out.printf(
                Locale.ROOT,
                "%s: the drift job runs again %.1f s later at the most%n",
                name(),
                (System.currentTimeMillis() - killedMs) / 1_000.0);
    }
}
