package io.streamgauge.drift;

import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Revision;
import java.time.Instant;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows that late predictions came for, since the job started: those that were judged once more, and those that could not be.
 */
final class CorrectionCount {

    private static final Logger LOGGER = LoggerFactory.getLogger(CorrectionCount.class);

    /** Name of the metric of windows judged once more. */
    static final String CORRECTED = "correctedWindows";

    /** Name of the metric of windows whose reference is not known any more, or is made of them, or that were judged before corrections began. */
    static final String UNCORRECTED = "uncorrectedWindows";

    private final JobCount corrected;
    private final JobCount uncorrected;

    private CorrectionCount(JobCount corrected, JobCount uncorrected) {
        this.corrected = corrected;
        this.uncorrected = uncorrected;
    }

    static CorrectionCount of(RuntimeContext context) {
        return new CorrectionCount(JobCount.of(context, CORRECTED), JobCount.of(context, UNCORRECTED));
    }

    /** Counts a window, and tells the first that could not be judged once more. One that is too small to be judged is neither. */
    void count(ModelKey model, long windowStartMs, long lateRows, Revision revision) {
        if (revision.comparable() && revision.verdict() == null) {
            return;
        }
        if (revision.comparable()) {
            corrected.add(1);
            return;
        }
        if (uncorrected.add(1)) {
            LOGGER.warn(
                    "{} predictions of {} came late for the window that begins at {}, which was compared with no reference, or with one"
                            + " that has been replaced, or was judged before its corrections began: it stays as it is; further ones are only counted",
                    lateRows,
                    model,
                    Instant.ofEpochMilli(windowStartMs));
        }
    }
}
