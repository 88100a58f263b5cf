package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.FlinkSession;
import io.streamgauge.app.processes.LocalCluster;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * The clock of the day of one process is wrong for a while, and then right again: two jumps, one each way. An instance ends
 * when its clock is set back, and is started again, as whoever watches over processes does. A broker does not, and is
 * restarted: until then it may not reach the others, and stays out of the cluster.
 */
abstract class JumpingClock implements Fault {

    private static final Duration WRONG = Duration.ofSeconds(15);
    /** Until a process sees a jump. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    private static final Duration STOPPED = Duration.ofSeconds(10);
    private static final Duration ENDED = Duration.ofMinutes(1);

    private final String whose;
    private final Duration ahead;
    private final List<FakedClock> clocks;

    private JumpingClock(String whose, Duration ahead, List<FakedClock> clocks) {
        this.whose = whose;
        this.ahead = ahead;
        this.clocks = clocks;
    }

    /**
     * Of one of a pipeline's instances.
     *
     * @param ahead how wrong, behind where it is negative
     * @param clocks one for each instance
     */
    static Fault ofInstance(Duration ahead, List<FakedClock> clocks) {
        return new JumpingClock("an instance", ahead, clocks) {
            @Override
            void jumped(boolean back, int which, LocalCluster cluster, ChaosRun run) throws InterruptedException {
                ClusterProcess process = run.instances().get(which).process();
                if (back) {
                    assertThat(process.awaitEnd(ENDED)).as(process + " ends").isTrue();
                    assertThat(process.exitCode())
                            .as("as one that fails by itself")
                            .isEqualTo(1);
                    process.startAgain();
                } else {
                    assertThat(process.alive()).as(process + " goes on").isTrue();
                }
            }
        };
    }

    /** The same of one of three brokers. */
    static Fault ofBroker(Duration ahead, List<FakedClock> clocks) {
        return new JumpingClock("a broker of three", ahead, clocks) {
            @Override
            void jumped(boolean back, int which, LocalCluster cluster, ChaosRun run) throws InterruptedException {
                if (back) {
                    ClusterProcess process = cluster.brokers().get(which);
                    process.stop(STOPPED);
                    process.startAgain();
                }
            }
        };
    }

    /**
     * The same of a JobManager or a TaskManager, which go on.
     *
     * @param clocks of the JobManager and of the TaskManager
     */
    static Fault ofFlink(Duration ahead, List<FakedClock> clocks, FlinkSession session) {
        return new JumpingClock("Flink's JobManager or TaskManager", ahead, clocks) {
            @Override
            void jumped(boolean back, int which, LocalCluster cluster, ChaosRun run) {
                ClusterProcess process = session.processes().get(which);
                assertThat(process.alive()).as(process + " goes on").isTrue();
            }

            @Override
            public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
                DriftProgress.awaitCheckpoint(session, run.name(), System.currentTimeMillis(), PATIENCE);
            }
        };
    }

    /** A clock has jumped, and some time has passed. */
    abstract void jumped(boolean back, int which, LocalCluster cluster, ChaosRun run) throws InterruptedException;

    @Override
    public String name() {
        return "clock of " + whose + " " + ahead.abs().toMinutes() + " min " + (ahead.isNegative() ? "behind" : "ahead")
                + " for " + WRONG.toSeconds() + " s";
    }

    @Override
    public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
        int which = random.nextInt(clocks.size());
        FakedClock clock = clocks.get(which);
        clock.jump(ahead);
        try {
            Thread.sleep(WRONG.toMillis());
            jumped(ahead.isNegative(), which, cluster, run);
        } finally {
            clock.jump(Duration.ZERO);
        }
        Thread.sleep(SEEN.toMillis());
        jumped(!ahead.isNegative(), which, cluster, run);
    }

    @Override
    public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
        cluster.awaitCopies(PATIENCE);
        Fault.awaitInstances(run);
    }
}
