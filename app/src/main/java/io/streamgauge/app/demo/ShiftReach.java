package io.streamgauge.app.demo;

import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.drift.definition.DriftDefinition;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a run that ends by itself comes as far as what the demonstration is about: the shift, and the alert and the retraining event that
 * follow.
 *
 * @param shiftDay first day of the shift, counted from 0
 * @param lastDay day on which the run ends
 * @param events transactions that the run has at the most
 * @param needed transactions from its first day until the retraining event is told, in whole thousands
 */
record ShiftReach(int shiftDay, int lastDay, long events, long needed) {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long ROUND = 1_000;

    /**
     * Where a run ends; empty when it goes on until it is stopped, has no shift before it, or comes far enough.
     *
     * @param fromDay day of the first transaction that is not published yet
     */
    static Optional<ShiftReach> of(
            DemoWorld world, TransactionGenerator generator, int fromDay, Limits limits, DriftDefinition drift) {
        OptionalLong most = limits.most();
        if (most.isEmpty()
                || world.shiftDay().isEmpty()
                || fromDay > world.shiftDay().getAsInt()) {
            return Optional.empty();
        }
        int shiftDay = world.shiftDay().getAsInt();
        long events = most.getAsLong();
        int toldDay = shiftDay + daysUntilTold(drift);
        int lastDay = -1;
        long all = 0;
        for (int day = fromDay; day <= toldDay; day++) {
            all += generator.day(day).size();
            if (lastDay < 0 && all >= events) {
                lastDay = day;
            }
        }
        long needed = Math.floorDiv(all + ROUND - 1, ROUND) * ROUND;
        return events >= all ? Optional.empty() : Optional.of(new ShiftReach(shiftDay, lastDay, events, needed));
    }

    /** Windows that confirm, and the time for which the last of them stays open; the day after that is published whole. */
    private static int daysUntilTold(DriftDefinition drift) {
        long ms = drift.window().toMillis() * drift.confirmation().drifted()
                + drift.lateness().toMillis();
        return (int) Math.floorDiv(ms + DAY_MS - 1, DAY_MS);
    }

    /** What to tell whoever started the run. */
    String told() {
        return String.format(
                Locale.ROOT,
                "%,d transactions at the most end on day %d, %s: it takes about %,d until the shift has opened an alert and asked for"
                        + " retraining (--events %d; without --events and --for it goes on)",
                events,
                lastDay,
                lastDay < shiftDay
                        ? "before the shift on day " + shiftDay
                        : "before what the shift on day " + shiftDay + " leads to",
                needed,
                needed);
    }
}
