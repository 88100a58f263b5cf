package io.streamgauge.store.view;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entity in one view: takes events, reads features as of any moment. The same object serves the topology, a backfill
 * and an HTTP read, so they agree to the last bit.
 *
 * <p><b>Windows.</b> A read at time t ends every window at {@code e = t - delay}, the aggregate's delay or else the view's; a sliding window of length w counts the
 * events with times in {@code (e - w, e]}. Events of one time stand in the order they arrived.
 *
 * <p><b>The current event.</b> {@link #addAndRead} reads as of its event's own time, counting what arrived before. An
 * aggregate with {@code include_current} false reads the state as it stood before that event; all others as it stands after
 * it. A read without an event has no current one, so both kinds read alike.
 *
 * <p><b>Nothing to aggregate.</b> What has no result is missing, or its declared default, with status NULL_VALUE when an
 * event of the entity is known with a time up to e, NOT_FOUND when none is, OUTSIDE_MAX_AGE when the newest value is older
 * than the aggregate allows. A field of a table's row is missing with NULL_VALUE when the row has null there, NOT_FOUND when the
 * row was deleted. Null values are skipped; {@code count} without a field counts events.
 *
 * <p><b>Idle entities.</b> In a view with a max_age M an entity is known at e only by events with times in {@code [e - M, e]}:
 * after a longer silence it is as if it had never been, and its next event is its first. No window is longer than M, so
 * what an {@link #over} entity has stored changes no read, whether it is still there or not.
 *
 * <p><b>Order and eviction.</b> Features depend on the events in the window only: on their times, on their values, and on
 * the order of arrival among events of one time. Evicting what no later read counts changes no bit.
 *
 * <p><b>Cost.</b> An event costs each series one insertion at its end, and each window what entered and what left it:
 * amortised O(1), whatever the window's length. A read of the past costs the values between then and now.
 *
 * <p>Not thread-safe, and sharing scratch space with the other states of one {@link ViewEngine}: one thread for all of them.
 */
public final class EntityState {

    static final long NEVER = Long.MAX_VALUE;

    private final ViewPlan plan;
    private final SeriesState[] series;
    private final List<Integer> gone = new ArrayList<>();
    private final @Nullable Lives lives;
    private long firstTimeMs = NEVER;
    /** A moment whose one event is left out. */
    private long leftOutMs = NEVER;

    EntityState(ViewPlan plan) {
        this.plan = plan;
        this.lives = plan.maxAgeMs() == ViewPlan.FOR_EVER ? null : new Lives(plan.maxAgeMs());
        this.series = new SeriesState[plan.series().size()];
        for (int i = 0; i < series.length; i++) {
            series[i] = new SeriesState(plan.series().get(i));
        }
    }

    SeriesState series(int index) {
        return series[index];
    }

    /** Time of the entity's first event ever; {@link #NEVER} before it. */
    long firstTimeMs() {
        return firstTimeMs;
    }

    /** Time of the entity's first event ever; the latest long before it. */
    public long firstEventMs() {
        return firstTimeMs;
    }

    /** When the entity is known; null when it is for ever from its first event on. */
    @Nullable
    Lives lives() {
        return lives;
    }

    /** Whether an event of the entity counts as known at a moment, the end of an aggregate's windows. */
    public boolean knownAt(long endMs) {
        return lives == null ? firstTimeMs <= endMs : lives.knownAt(endMs, endMs == leftOutMs);
    }

    /** From which moment on {@link #knownAt} is right; before it, a former life may have been let go of. */
    public long knownSurelyFromMs() {
        return lives == null || firstTimeMs >= lives.firstMs() ? Long.MIN_VALUE : lives.firstMs();
    }

    /**
     * Whether the entity has been idle for longer than its view's max_age at the end of all windows of a read, so that this
     * read and all later ones find nothing. Never in a view without one.
     */
    public boolean over(long timeMs) {
        return lives != null && lives.overAt(WindowStart.minus(timeMs, plan.longestDelayMs()));
    }

    /** Since when all values of a series are here: those with later times; the earliest long when none is missing. */
    public long completeSinceMs(int identity) {
        return identified(identity).completeSinceMs();
    }

    /**
     * Time of the newest value of a series that went into a tile with others, which a read as of an earlier moment would count;
     * the earliest long when none did.
     */
    public long tiledUpToMs(int identity) {
        Tiles tiles = identified(identity).tiles();
        return tiles == null ? Long.MIN_VALUE : tiles.newestMs();
    }

    /** Time of the newest value of a series that is held and has a time up to a moment; the earliest long when none has. */
    public long newestMs(int identity, long upToMs) {
        return identified(identity).newestUpToMs(upToMs);
    }

    private SeriesState identified(int identity) {
        for (SeriesState state : series) {
            if (state.plan().identity() == identity) {
                return state;
            }
        }
        throw new IllegalArgumentException("no series " + identity);
    }

    void firstTimeMs(long timeMs) {
        firstTimeMs = timeMs;
    }

    /** Takes note of a series that the stored row has and the view has not. */
    void gone(int identity) {
        gone.add(identity);
    }

    /** The series that the view no longer has, as noted since this was last asked. */
    List<Integer> takeGone() {
        List<Integer> taken = List.copyOf(gone);
        gone.clear();
        return taken;
    }

    /** Takes in an event. The deletion of a table's row also takes out rows of later times that came before it. */
    public void add(Event event) {
        firstTimeMs = Math.min(firstTimeMs, event.timeMs());
        if (lives != null) {
            lives.add(event.timeMs());
        }
        for (SeriesState state : series) {
            if (event.deletion() && state.plan().input().rows()) {
                state.deleteAfter(event.timeMs());
            }
            state.plan().input().give(event, state);
        }
    }

    /**
     * Reads the view's features as of a moment.
     *
     * @param timeMs the moment; no event it counts may have been evicted
     * @param out where to
     * @param offset index there of the view's first feature
     */
    public void read(long timeMs, FeatureValues out, int offset) {
        read(plan.withCurrent(), timeMs, out, offset);
        read(plan.withoutCurrent(), timeMs, out, offset);
    }

    /** Takes in an event and reads the view's features as of it. */
    public void addAndRead(Event event, FeatureValues out, int offset) {
        read(plan.withoutCurrent(), event.timeMs(), out, offset);
        add(event);
        read(plan.withCurrent(), event.timeMs(), out, offset);
    }

    /**
     * Reads the view's features as of an event that was taken in before, as they would have been had all events come in
     * the order of their times: what arrived after it counts when its time is earlier.
     *
     * @param event the event
     * @param tiesAfter events of the same time that arrived after it
     * @param firstOfItsTime whether none of the same time arrived before it
     */
    public void readAgain(Event event, List<Event> tiesAfter, boolean firstOfItsTime, FeatureValues out, int offset) {
        long knownSinceMs = firstTimeMs;
        leaveOut(tiesAfter);
        read(plan.withCurrent(), event.timeMs(), out, offset);
        List<Event> fromItOn = new ArrayList<>(tiesAfter);
        fromItOn.add(event);
        leaveOut(fromItOn);
        firstTimeMs = firstOfItsTime && knownSinceMs == event.timeMs() ? NEVER : knownSinceMs;
        leftOutMs = firstOfItsTime ? event.timeMs() : NEVER;
        read(plan.withoutCurrent(), event.timeMs(), out, offset);
        leftOutMs = NEVER;
        firstTimeMs = knownSinceMs;
        leaveOut(List.of());
    }

    private void leaveOut(List<Event> events) {
        for (SeriesState state : series) {
            state.leaveOut(ValueCount.of(events, state.plan().input()));
        }
    }

    /**
     * Lets go of what no later read counts.
     *
     * @param noReadBeforeMs reads to come are as of this moment or a later one
     */
    public void evict(long noReadBeforeMs) {
        for (SeriesState state : series) {
            state.evict(noReadBeforeMs);
        }
        if (lives != null) {
            lives.evict(WindowStart.minus(noReadBeforeMs, plan.longestDelayMs()));
        }
    }

    /**
     * Whether all that is known of an entity is that its row in a table was deleted. A field that the view looks up only since
     * then knows nothing.
     */
    public boolean deleted() {
        boolean known = false;
        for (SeriesState state : series) {
            if (!state.empty() && !state.deleted()) {
                return false;
            }
            known |= !state.empty();
        }
        return known;
    }

    /** Bytes on the heap, about. */
    public long heapBytes() {
        long bytes = 100 + (lives == null ? 0 : lives.heapBytes());
        for (SeriesState state : series) {
            bytes += state.heapBytes();
        }
        return bytes;
    }

    private void read(FeatureRead[][] reads, long timeMs, FeatureValues out, int offset) {
        for (int i = 0; i < reads.length; i++) {
            if (reads[i].length > 0) {
                series[i].locate(timeMs);
                for (FeatureRead read : reads[i]) {
                    read.read(series[i], this, out, offset);
                }
            }
        }
    }
}
