package io.streamgauge.app.guard;

import io.streamgauge.schemas.Guard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The stretches of a variant's predictions that a guard with a risk looks at. A confidence bound that holds at all times begins
 * somewhere, so "the last N predictions" are those since a beginning: a stretch begins with every N/2 predictions, or with
 * half the time that the guard reaches back, whichever is first, and ends at N predictions or at that time. So there is always one with
 * the last half of what the guard looks at, and soon with all of it.
 *
 * <p>The j-th stretch may be wrong with a probability of risk / (j·(j + 1)), which adds up to the risk over all there will ever be.
 * They are counted from 1 at the deployment; who begins to read m minutes later counts from 1 + m on at least, so what
 * a restart adds is at most risk / (1 + m). Not thread-safe.
 */
final class Stretches {

    /**
     * One of them.
     *
     * @param from the first prediction, counted from 0
     * @param fromMs when it was scored
     * @param alpha probability with which its bound may be wrong
     */
    record Stretch(long from, long fromMs, double alpha) {}

    private final Guard guard;
    private final long deployedMs;
    private final Deque<Stretch> open = new ArrayDeque<>();
    private long number;

    /** @param deployedMs when the variant was deployed as it is */
    Stretches(Guard guard, long deployedMs) {
        this.guard = guard;
        this.deployedMs = deployedMs;
    }

    /** Counts a prediction, the {@code index}-th from 0. */
    void add(long index, long atMs) {
        Stretch newest = open.peekLast();
        long half = Math.max(1, guard.getEvents() / 2);
        boolean begins = newest == null
                || index - newest.from() >= half
                || (guard.getWithinMs() > 0 && atMs - newest.fromMs() >= Math.max(1, guard.getWithinMs() / 2));
        if (begins) {
            long minutes = Math.max(0, TimeUnit.MILLISECONDS.toMinutes(atMs - deployedMs));
            number = Math.max(number + 1, 1 + minutes);
            open.addLast(new Stretch(index, atMs, guard.getRisk() / number / (number + 1)));
        }
        while (ended(open.getFirst(), index, atMs)) {
            open.removeFirst();
        }
    }

    private boolean ended(Stretch stretch, long index, long atMs) {
        return index - stretch.from() >= guard.getEvents()
                || (guard.getWithinMs() > 0 && atMs - stretch.fromMs() > guard.getWithinMs());
    }

    /** Those that are looked at now, the longest first. */
    List<Stretch> open() {
        return List.copyOf(open);
    }
}
