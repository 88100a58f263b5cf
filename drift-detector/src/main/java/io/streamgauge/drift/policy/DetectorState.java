package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the watch over one model stands: still collecting its reference, or comparing with it. */
public sealed interface DetectorState {

    /** The policy's memory. */
    AlertState alerts();

    /** The same with another memory. */
    DetectorState with(AlertState alerts);

    /**
     * Before the reference is frozen.
     *
     * @param startMs start of the first window seen
     * @param collected rows of the reference so far
     * @param alerts the policy's memory of a reference before
     */
    record Collecting(long startMs, WindowSummary collected, AlertState alerts) implements DetectorState {

        /** The same without a reference before. */
        public Collecting(long startMs, WindowSummary collected) {
            this(startMs, collected, AlertState.NONE);
        }

        @Override
        public Collecting with(AlertState others) {
            return others.equals(alerts) ? this : new Collecting(startMs, collected, others);
        }
    }

    /**
     * With the reference frozen.
     *
     * @param reference what windows are compared with
     * @param alerts the policy's memory
     */
    record Watching(Reference reference, AlertState alerts) implements DetectorState {

        @Override
        public Watching with(AlertState others) {
            return new Watching(reference, others);
        }
    }

    /**
     * With a reference that goes on.
     *
     * @param startMs start of the first window seen
     * @param publishedToMs end of the reference that was last published
     * @param windows those that a reference now or later is made of, by their start
     * @param alerts the policy's memory
     */
    record Rolling(long startMs, long publishedToMs, SortedMap<Long, WindowSummary> windows, AlertState alerts)
            implements DetectorState {

        @Override
        public Rolling with(AlertState others) {
            return new Rolling(startMs, publishedToMs, windows, others);
        }
    }

    /**
     * With a reference for each hour of the week, complete or not.
     *
     * @param startMs start of the first window seen
     * @param published whether the reference was published
     * @param strata rows by the hour of the week, from 0
     * @param leftOut rows of windows that lacked something, by the hour of the week, which stand in where the reference comes to its end
     *     without others; empty from then on
     * @param alerts the policy's memory
     */
    record Seasonal(
            long startMs,
            boolean published,
            SortedMap<Integer, WindowSummary> strata,
            SortedMap<Integer, WindowSummary> leftOut,
            AlertState alerts)
            implements DetectorState {

        /** The same with nothing left out. */
        public Seasonal(long startMs, boolean published, SortedMap<Integer, WindowSummary> strata, AlertState alerts) {
            this(startMs, published, strata, new TreeMap<>(), alerts);
        }

        @Override
        public Seasonal with(AlertState others) {
            return new Seasonal(startMs, published, strata, leftOut, others);
        }
    }
}
