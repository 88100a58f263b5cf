package io.streamgauge.app.history;

import io.streamgauge.schemas.ValueStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts of one feature, or of the scores. Not thread-safe. */
final class Tally {

    /** Why a value that is not equal is no difference; what is of a table is not compared at all. */
    enum Excuse {
        NONE,
        FEED_BEHIND,
        HISTORY_GONE,
        OF_TABLE
    }

    private final String name;
    private long equal;
    private long differing;
    private long nullMismatches;
    private long feedBehind;
    private long historyGone;
    private long ofTables;
    private double worst;
    private String worstAt = "";

    Tally(String name) {
        this.name = name;
    }

    /** Whether two values, numbers or texts, are equal to the bit; -0.0 is not 0.0. */
    static boolean equal(@Nullable Object served, @Nullable Object replayed) {
        return Objects.equals(served, replayed);
    }

    void take(
            String event,
            @Nullable Object served,
            ValueStatus servedStatus,
            @Nullable Object replayed,
            ValueStatus replayedStatus,
            Excuse excuse) {
        if (excuse == Excuse.OF_TABLE) { // whatever the values: the replay knew no rows
            ofTables++;
        } else if (equal(served, replayed) && servedStatus == replayedStatus) {
            equal++;
        } else if (excuse == Excuse.FEED_BEHIND) {
            feedBehind++;
        } else if (excuse == Excuse.HISTORY_GONE) {
            historyGone++;
        } else if (served == null ^ replayed == null) {
            nullMismatches++;
            seen(event, 0);
        } else {
            differing++;
            seen(event, served instanceof Double one && replayed instanceof Double other ? Math.abs(one - other) : 0);
        }
    }

    private void seen(String event, double difference) {
        if (worstAt.isEmpty() || Double.compare(difference, worst) > 0) {
            worst = difference;
            worstAt = event;
        }
    }

    Checked checked() {
        return new Checked(name, equal, differing, nullMismatches, feedBehind, historyGone, ofTables, worst, worstAt);
    }
}
