package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that the clock of the day has been set back.
 *
 * <p>Kafka's clients measure by the latest moment that it has shown so far: heartbeats and new connections wait until it has
 * come there again. Within a session nobody notices. A jump ahead and back between two looks goes unseen here. Beyond, the group gives the partitions of a consumer that sends no
 * heartbeats to others; it is not told, says that it is ready and does nothing, or joins and is silent again. A process that
 * is started anew knows of no later moment.
 */
final class ClockWatch implements AutoCloseable {

    /** Less than the session that an instance of a cluster has by default, with the time between two heartbeats. */
    static final Duration BEARABLE = Duration.ofSeconds(5);

    private static final long LOOK_MS = 250;
    private static final Duration CLOSING = Duration.ofSeconds(45);

    private final LongSupplier clockMs;
    private final Consumer<Throwable> failed;
    private final Runnable lastResort;
    private final Duration closing;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "clock-watch");
        thread.setDaemon(true);
        return thread;
    });
    private long latestMs;
    private boolean told;

    /**
     * @param clockMs the clock of the day, milliseconds since 1970-01-01 UTC
     * @param failed told, once, when it has been set back by more than is bearable
     * @param lastResort what to do where the parts, Kafka's clients among them, have not been closed so long after that
     * @param closing how long
     */
    ClockWatch(LongSupplier clockMs, Consumer<Throwable> failed, Runnable lastResort, Duration closing) {
        this.clockMs = clockMs;
        this.failed = failed;
        this.lastResort = lastResort;
        this.closing = closing;
        this.latestMs = clockMs.getAsLong();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it looks until it is shut down
    static ClockWatch start(Consumer<Throwable> failed) {
        ClockWatch watch = new ClockWatch(
                System::currentTimeMillis, failed, () -> Runtime.getRuntime().halt(1), CLOSING);
        watch.looks.scheduleWithFixedDelay(watch::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        return watch;
    }

    void look() {
        long nowMs = clockMs.getAsLong();
        latestMs = Math.max(latestMs, nowMs);
        Duration back = Duration.ofMillis(latestMs - nowMs);
        if (!told && back.compareTo(BEARABLE) > 0) {
            told = true;
            giveTime();
            failed.accept(new CommandFailedException("the clock was set back by " + Durations.spelled(back) + ", from "
                    + Instant.ofEpochMilli(latestMs) + " to " + Instant.ofEpochMilli(nowMs)
                    + "; Kafka's clients would stand still for as long, so this process must be started again"));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a close of the watch ends it
    private void giveTime() {
        if (!looks.isShutdown()) {
            looks.schedule(lastResort, closing.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
