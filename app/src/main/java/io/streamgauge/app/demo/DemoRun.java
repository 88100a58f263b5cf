package io.streamgauge.app.demo;

import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the feed at its pace until a limit is reached or it is asked to stop, then waits for the pipeline to catch
 * up. Never more than about half a second's worth of events ahead of the predictions, so that latency says something
 * about the pipeline and not about a queue before it, and a pipeline that is still warming up sets the pace.
 */
final class DemoRun {

    private static final long IDLE_MS = 2;
    private static final long SHOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LEAST_AHEAD = 200;
    private static final long QUIET_MS = 700;
    private static final long LOOK_MS = 50;
    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    private static final Duration CATCH_UP_WHEN_STOPPED = Duration.ofSeconds(3);
    private static final Duration DRIFT_CATCH_UP = Duration.ofSeconds(10);

    private final DemoFeed feed;
    private final DemoPublisher transactions;
    private final DemoPublisher labels;
    private final LiveStats live;
    private final Limits limits;
    private final Stop stop;
    private final Clock clock;
    private final AtomicReference<@Nullable Exception> failure;
    private final Duration driftLateness;
    private final View view;
    private long published;
    private long startedNanos;
    private long shownNanos;

    /** Shows how far it is. */
    interface View {
        void update(long published, Duration elapsed);
    }

    /**
     * @param driftLateness how long after its end, in event time, a drift window closes
     * @param view what the user sees
     */
    DemoRun(
            DemoFeed feed,
            DemoPublisher transactions,
            DemoPublisher labels,
            LiveStats live,
            Limits limits,
            Stop stop,
            Clock clock,
            AtomicReference<@Nullable Exception> failure,
            Duration driftLateness,
            View view) {
        this.feed = feed;
        this.transactions = transactions;
        this.labels = labels;
        this.live = live;
        this.limits = limits;
        this.stop = stop;
        this.clock = clock;
        this.failure = failure;
        this.driftLateness = driftLateness;
        this.view = view;
    }

    /** Transactions published in this run. */
    long published() {
        return published;
    }

    /** Time since publishing began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    void publish() throws InterruptedException {
        startedNanos = System.nanoTime();
        shownNanos = startedNanos;
        long mostAhead = Math.max(LEAST_AHEAD, (long) (limits.perSecond() / 2));
        double skipped = 0;
        while (!stop.asked() && !limits.reached(published, System.nanoTime() - startedNanos)) {
            checkSends();
            double due = limits.due(System.nanoTime() - startedNanos) - skipped;
            if (published - live.predicted() >= mostAhead) {
                // What could not be published in time is not made up for in a burst.
                skipped += Math.max(0, due - published);
                rest();
            } else if (published >= due) {
                rest();
            } else {
                step();
            }
        }
    }

    /** Publishes up to and including the next transaction that is new. */
    private void step() {
        Outgoing next = feed.next();
        if (next.kind() == Outgoing.Kind.LABEL) {
            labels.publish(next);
        } else if (transactions.publish(next)) {
            published++;
        }
        showWhenDue();
    }

    private void rest() throws InterruptedException {
        showWhenDue();
        Thread.sleep(IDLE_MS);
    }

    private void showWhenDue() {
        long now = System.nanoTime();
        if (now - shownNanos >= SHOW_NANOS) {
            shownNanos = now;
            view.update(published, elapsed());
        }
    }

    /**
     * Waits until every published event is predicted and nothing more comes, and drift has been told for it; a bounded
     * time, and a short one when the user asked to stop.
     *
     * @return whether all were predicted
     */
    boolean catchUp() throws InterruptedException {
        long deadline = System.nanoTime() + (stop.asked() ? CATCH_UP_WHEN_STOPPED : CATCH_UP).toNanos();
        long seen = -1;
        long quietSince = System.nanoTime();
        while (System.nanoTime() < deadline) {
            checkSends();
            long predicted = live.predicted();
            if (predicted != seen) {
                seen = predicted;
                quietSince = System.nanoTime();
            }
            boolean quiet = System.nanoTime() - quietSince >= TimeUnit.MILLISECONDS.toNanos(QUIET_MS);
            if (predicted >= published && quiet) {
                awaitDrift();
                return true;
            }
            show();
        }
        return live.predicted() >= published;
    }

    /** The last window that event time has closed may still be on its way through a checkpoint. */
    private void awaitDrift() throws InterruptedException {
        long deadline = System.nanoTime() + DRIFT_CATCH_UP.toNanos();
        while (!stop.asked()
                && System.nanoTime() < deadline
                && driftBehind(live.snapshot(clock.millis()), driftLateness)) {
            show();
        }
    }

    private void show() throws InterruptedException {
        showWhenDue();
        Thread.sleep(LOOK_MS);
    }

    static boolean driftBehind(Snapshot snapshot, Duration lateness) {
        if (snapshot.drift().lastWindow() == null || snapshot.freshAsOf() == null) {
            return false;
        }
        Instant start = snapshot.drift().lastWindow().start();
        Instant end = snapshot.drift().lastWindow().end();
        Instant nextEnd = end.plus(Duration.between(start, end));
        return snapshot.freshAsOf().isAfter(nextEnd.plus(lateness));
    }

    private void checkSends() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("an event could not be published: " + cause.getMessage(), cause);
        }
    }
}
