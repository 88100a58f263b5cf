package io.streamgauge.store.view;

import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.row.RowStore;
import java.time.Duration;
import java.util.List;

/**
 * The arithmetic of one feature view. It makes the states of entities, on the heap or over a store; what they do says
 * {@link EntityState}.
 *
 * <p>Not thread-safe, nor are its states side by side: one engine per task.
 */
public final class ViewEngine {

    private final ViewPlan plan;

    /**
     * Checks the view and lays out its state.
     *
     * @param view the view
     * @param feed fields of the source that feeds it
     */
    public ViewEngine(ViewDefinition view, EventSchema feed) {
        plan = new ViewPlan(view, feed);
    }

    /**
     * Checks the view and lays out its state, for a view that another source than the scored one feeds.
     *
     * <p>What an unbounded window has let go of is one state, which depends on order where the aggregate does (first, last,
     * max_drawdown and their like). So values are let go of only when none comes any more that is older: once reads are as
     * of t or later, those with times up to {@code t - delay - feedLateness}. That holds where the feed is no further behind
     * the scored events than the delay. A value still older has its place by its time for what reads by position (first, last,
     * time_since_last and their like); for max_drawdown and the distinct ones it counts as if it had come right after what was let go of.
     *
     * @param feedLateness by how much its source's events may be out of order
     */
    public ViewEngine(ViewDefinition view, EventSchema feed, Duration feedLateness) {
        plan = new ViewPlan(view, feed, feedLateness.toMillis());
    }

    /** How many features the view has. */
    public int features() {
        return plan.features();
    }

    /** Names of the event's fields that the view takes, besides its entity. */
    public List<String> fields() {
        return plan.fields();
    }

    /** The state of an entity without events, kept on the heap alone. */
    public EntityState newState() {
        return new EntityState(plan);
    }

    /**
     * States over a store.
     *
     * @param cacheBytes how much of the heap they may take, about; see {@link EntityStates#DEFAULT_CACHE_BYTES}
     */
    public EntityStates over(RowStore rows, long cacheBytes) {
        return new EntityStates(plan, rows, cacheBytes);
    }
}
