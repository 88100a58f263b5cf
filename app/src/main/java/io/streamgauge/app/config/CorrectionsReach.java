package io.streamgauge.app.config;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.store.definition.SourceDefinition;
import java.time.Duration;

/**
 * Holds {@code drift.corrections} against the lateness of the scored source. With S the source's lateness, L that of the drift job and C the
 * corrections, an event that is d late
 *
 * <pre>
 *   d &lt;= L           is in its window in time, if it is scored,
 *   L &lt; d &lt;= L + C   corrects its window, if it is scored,
 *   L + C &lt; d        is in no window,
 *   S &lt; d            is not scored.
 * </pre>
 *
 * <p>So no late event corrects anything when S &lt;= L, and some that are scored are lost to their windows when S &gt; L + C. Both are warnings and no
 * errors: of a partition that was idle or behind predictions come late however late their events were, and those still correct; and a
 * longer C costs state that one may not want to spend.
 */
final class CorrectionsReach {

    private static final String KEY = "corrections";

    private CorrectionsReach() {}

    /** Notes what does not fit. */
    static void check(DriftDefinition drift, ConfigNode section, SourceDefinition scored, Problems warnings) {
        if (!drift.corrects()) {
            return;
        }
        ConfigNode written = section.get(KEY);
        ConfigNode place = written == null ? section : written;
        Duration beyondLateness = scored.lateness().minus(drift.lateness());
        String source = "sources." + scored.name() + ".lateness";
        if (beyondLateness.isZero() || beyondLateness.isNegative()) {
            warnings.add(
                    place,
                    ("no late event corrects anything: %s is %s, so an event that is later has no prediction, and drift.lateness is"
                                    + " %s, up to which predictions are in time; only those of a partition that was idle or behind are left to"
                                    + " correct. For late events make %s longer than drift.lateness")
                            .formatted(
                                    source,
                                    Durations.format(scored.lateness()),
                                    Durations.format(drift.lateness()),
                                    source));
        } else if (beyondLateness.compareTo(drift.corrections()) > 0) {
            warnings.add(
                    place,
                    ("%s is %s, so events so late are scored, but those later than drift.lateness and drift.corrections, %s together,"
                                    + " are in no window and correct none; %s would take them all")
                            .formatted(
                                    source,
                                    Durations.format(scored.lateness()),
                                    Durations.spelled(drift.lateness().plus(drift.corrections())),
                                    Durations.format(wholeWindows(beyondLateness, drift.window()))));
        }
    }

    private static Duration wholeWindows(Duration least, Duration window) {
        long windows = -Math.floorDiv(-least.toMillis(), window.toMillis());
        return window.multipliedBy(windows);
    }
}
