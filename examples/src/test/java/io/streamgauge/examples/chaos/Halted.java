package io.streamgauge.examples.chaos;

import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * {@code kill -STOP} of a process, and {@code kill -CONT} after longer than anybody waits for it: others have taken over what
 * it did, its transactions have been aborted, and it does not know. A machine that swaps, a virtual machine that is moved
 * and a long collection of garbage look like that.
 */
abstract class Halted implements Fault {

    /** Longer than an instance's session and its transactions, ten seconds each, and than a broker's session, six here. */
    private static final Duration HALT = Duration.ofSeconds(20);

    private final String what;

    private Halted(String what) {
        this.what = what;
    }

    /** One of a pipeline's instances: its producer must be fenced. */
    static Fault instance() {
        return new Halted("instance") {
            @Override
            List<ClusterProcess> of(LocalCluster cluster, ChaosRun run) {
                return run.instances().stream().map(Instance::process).toList();
            }

            @Override
            public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
                Fault.awaitInstances(run);
            }
        };
    }

    /** One of three brokers, which goes on as the leader that it no longer is. */
    static Fault broker() {
        return new Halted("broker of three") {
            @Override
            List<ClusterProcess> of(LocalCluster cluster, ChaosRun run) {
                return cluster.brokers();
            }

            @Override
            public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
                cluster.awaitCopies(PATIENCE);
                Fault.awaitInstances(run);
            }
        };
    }

    /** Those of which one is halted. */
    abstract List<ClusterProcess> of(LocalCluster cluster, ChaosRun run);

    @Override
    public String name() {
        return what + " halted for " + HALT.toSeconds() + " s";
    }

    @Override
    public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
        ClusterProcess process = Fault.one(of(cluster, run), random);
        signal("STOP", process);
        try {
            Thread.sleep(HALT.toMillis());
        } finally {
            signal("CONT", process);
        }
    }

    private static void signal(String name, ClusterProcess process) throws InterruptedException {
        try {
            // every shell has it, and not every system has the program
            int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("no signal " + name + " for " + process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
