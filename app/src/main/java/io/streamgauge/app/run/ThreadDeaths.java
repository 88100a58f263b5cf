package io.streamgauge.app.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How often stream threads may die before the pipeline does. A thread that dies leaves its tasks to another, which goes on
 * from the last commit, so trouble that passes costs a pause: a registry that is down for an hour kills a thread every
 * half minute, since its client waits that long, which is half of what is allowed. What kills every thread at once, such as an event that no code can take,
 * soon reaches the bound. Thread-safe.
 */
final class ThreadDeaths {

    /** In five minutes, of each thread. */
    static final int ALLOWED = 20;

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final int allowed;
    private final LongSupplier nanoClock;
    private final Deque<Long> recent = new ArrayDeque<>();

    ThreadDeaths(int allowed, LongSupplier nanoClock) {
        this.allowed = allowed;
        this.nanoClock = nanoClock;
    }

    /** Takes note of a death; whether the thread may be replaced. After an error, such as lack of memory, never. */
    synchronized boolean replace(Throwable cause) {
        long now = nanoClock.getAsLong();
        recent.addLast(now);
        while (now - recent.getFirst() > WINDOW.toNanos()) {
            recent.removeFirst();
        }
        return !(cause instanceof Error) && recent.size() <= allowed;
    }
}
