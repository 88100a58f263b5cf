package io.streamgauge.examples.chaos;

import io.streamgauge.app.processes.LocalCluster;
import java.time.Duration;
import java.util.Random;

/**
 * One broker answers slowly for a while: each piece that passes between it and an instance is held, and little passes in a
 * second. Brokers reach each other as before. Requests are answered late but in time, so that nothing is given up: what
 * waits for the broker waits.
 */
final class SlowBroker implements Fault {

    private static final Duration DELAY = Duration.ofMillis(300);
    private static final int KILOBYTES_PER_SECOND = 64;
    private static final Duration SLOW = Duration.ofSeconds(20);

    private final Wires wires;

    /** @param wires the only way from the instances to the brokers */
    SlowBroker(Wires wires) {
        this.wires = wires;
    }

    @Override
    public String name() {
        return "broker slow for " + SLOW.toSeconds() + " s: " + DELAY.toMillis() + " ms and " + KILOBYTES_PER_SECOND
                + " kB/s each way";
    }

    @Override
    public void inject(LocalCluster cluster, ChaosRun run, Random random) throws InterruptedException {
        wires.slow(random.nextInt(cluster.brokers().size()), DELAY, KILOBYTES_PER_SECOND << 10);
        try {
            Thread.sleep(SLOW.toMillis());
        } finally {
            wires.hurry();
        }
    }

    @Override
    public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
        Fault.awaitInstances(run);
    }
}
