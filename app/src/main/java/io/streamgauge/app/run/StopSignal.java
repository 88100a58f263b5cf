package io.streamgauge.app.run;

import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C or a termination signal: closes what is running before the process ends. When closing takes longer than
 * {@value #PATIENCE_SECONDS} seconds the process ends all the same; nothing is lost, the next start takes longer.
 */
public final class StopSignal {

    private static final int PATIENCE_SECONDS = 20;
    /** As a shell reports a process that was interrupted. */
    private static final int INTERRUPTED = 130;

    private volatile @Nullable PipelineRuntime running;
    private volatile boolean stopping;

    private StopSignal() {}

    /** Listens from now on, for the life of the process. */
    public static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        return signal;
    }

    /** Whether the process is being stopped. */
    public boolean stopping() {
        return stopping;
    }

    /** From now on closes {@code runtime} when the process is stopped; a stop that came before closes it at once. */
    public PipelineRuntime closing(PipelineRuntime runtime) {
        running = runtime;
        if (stopping) {
            runtime.close();
        }
        return runtime;
    }

    private void stop() {
        stopping = true;
        Thread watchdog = new Thread(StopSignal::giveUp, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        PipelineRuntime runtime = running;
        if (runtime != null) {
            runtime.close();
        }
    }

    private static void giveUp() {
        try {
            Thread.sleep(PATIENCE_SECONDS * 1_000L);
            Runtime.getRuntime().halt(INTERRUPTED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
