package io.streamgauge.app.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or a termination signal: the run is asked to stop, and the process ends once it has said it is done. After
 * {@value #PATIENCE_S} seconds it ends all the same; nothing is lost then, the next start takes longer.
 */
final class Stop {

    private static final int PATIENCE_S = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    /** Listens from now on, for the life of the process. */
    static Stop install() {
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::ask, "demo-stop"));
        return stop;
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Everything is closed and said. */
    void done() {
        done.countDown();
    }

    private void ask() {
        asked.countDown();
        try {
            if (!done.await(PATIENCE_S, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
