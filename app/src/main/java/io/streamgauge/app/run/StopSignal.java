package io.streamgauge.app.run;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C or a termination signal: closes what is running before the process ends. When closing takes longer than
 * {@value #PATIENCE_SECONDS} seconds the process ends all the same; nothing is lost, the next start takes longer.
 */
public final class StopSignal {

    private static final int PATIENCE_SECONDS = 20;
    /** As a shell reports a process that was interrupted. */
    private static final int INTERRUPTED = 130;

    private volatile @Nullable Runnable running;
    private volatile boolean stopping;

    private final Consumer<String> told;

    private StopSignal(Consumer<String> told) {
        this.told = told;
    }

    /** Listens from now on, for the life of the process. */
    public static StopSignal install() {
        return install(line -> {});
    }

    /**
     * Listens from now on, for the life of the process.
     *
     * @param told takes a line when the process is being stopped, and one when that is done
     */
    public static StopSignal install(Consumer<String> told) {
        StopSignal signal = new StopSignal(told);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        return signal;
    }

    /** Whether the process is being stopped. */
    public boolean stopping() {
        return stopping;
    }

    /** From now on closes {@code runtime} when the process is stopped; a stop that came before closes it at once. */
    public PipelineRuntime closing(PipelineRuntime runtime) {
        closing(runtime::close);
        return runtime;
    }

    /** From now on runs {@code close} when the process is stopped; after a stop that came before, at once. */
    public void closing(Runnable close) {
        running = close;
        if (stopping) {
            close.run();
        }
    }

    private void stop() {
        stopping = true;
        Thread watchdog = new Thread(StopSignal::giveUp, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        Runnable close = running;
        if (close != null) {
            long beganNanos = System.nanoTime();
            told.accept("stopping ...");
            close.run();
            told.accept(String.format(Locale.ROOT, "stopped after %.1f s", (System.nanoTime() - beganNanos) / 1e9));
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
