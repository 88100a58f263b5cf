package io.streamgauge.examples.chaos;

import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Something that goes wrong once, and is mended. */
interface Fault {

    Duration PATIENCE = Duration.ofMinutes(5);

    /** Longer than an instance's session with the group, which is ten seconds. */
    Duration CUT = Duration.ofSeconds(15);

    /** As it stands in the table. */
    String name();

    /** Makes it go wrong, and begins to mend it, as whoever watches over processes does. */
    void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException;

    /** Returns once all is as it was before. */
    void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException;

    /** {@code kill -9} of one of the pipeline's instances, which is started again at once. */
    static Fault killedInstance() {
        return new Fault() {
            @Override
            public String name() {
                return "kill -9 of an instance";
            }

            @Override
            public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
                killOne(run.instances().stream().map(Instance::process).toList(), random);
            }

            @Override
            public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
                awaitInstances(run);
            }
        };
    }

    /** {@code kill -9} of one of three brokers, which is started again at once. */
    static Fault killedBroker() {
        return new Fault() {
            @Override
            public String name() {
                return "kill -9 of a broker of three";
            }

            @Override
            public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
                killOne(cluster.brokers(), random);
            }

            @Override
            public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
                cluster.awaitCopies(PATIENCE);
            }
        };
    }

    /** {@code kill -9} of the registry, which is started again at once. */
    static Fault killedRegistry() {
        return new Fault() {
            @Override
            public String name() {
                return "kill -9 of the registry";
            }

            @Override
            public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
                killOne(List.of(cluster.registry()), random);
            }

            @Override
            public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
                cluster.awaitRegistry(PATIENCE);
            }
        };
    }

    /**
     * Nothing passes between one of two instances and any broker, in either direction, for longer than the group waits for
     * it: the other one takes over, and what the first had begun must not count when the wire is mended.
     */
    static Fault cutOff(Wires wires) {
        return new Fault() {
            @Override
            public String name() {
                return "instance cut off for " + CUT.toSeconds() + " s";
            }

            @Override
            public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
                wires.cut();
                try {
                    Thread.sleep(CUT.toMillis());
                } finally {
                    wires.mend();
                }
            }

            @Override
            public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
                awaitInstances(run);
            }
        };
    }

    /** Returns once all instances of a run are ready. */
    static void awaitInstances(ChaosRun run) throws InterruptedException {
        for (Instance instance : run.instances()) {
            instance.awaitReady(PATIENCE);
        }
    }

    /** One of them, drawn. */
    static ClusterProcess one(List<ClusterProcess> processes, Random random) {
        return processes.get(random.nextInt(processes.size()));
    }

    private static void killOne(List<ClusterProcess> processes, Random random) throws InterruptedException {
        ClusterProcess process = one(processes, random);
        process.kill();
        process.startAgain();
    }
}
