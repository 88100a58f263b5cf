package io.streamgauge.drift.performance;

import java.util.Arrays;

/**
 * Performance to be expected before outcomes are known [1]: scores are turned into chances by what the reference showed, and each event
 * counts as positive by its chance. Right as long as what a score means has not changed; a change of that kind (concept drift) is
 * not seen.
 *
 * <p>[1] Confidence-based performance estimation, CBPE: NannyML, 2022; Guillory et al., Predicting with confidence on unseen
 * distributions, ICCV 2021.
 */
public final class ExpectedPerformance {

    private final IsotonicCalibration calibration;

    /** Learns what scores meant in a reference, from their outcomes. */
    public ExpectedPerformance(double[] referenceScores, double[] referenceOutcomes) {
        calibration = IsotonicCalibration.learn(referenceScores, referenceOutcomes);
    }

    /** Area under the ROC to be expected of events with these scores. */
    public double rocAuc(double[] scores) {
        return RocAuc.of(scores, chances(scores));
    }

    /** Counts to be expected when events of the threshold or more are decided positive. */
    public Confusion confusion(double[] scores, double threshold) {
        return Confusion.of(scores, chances(scores), threshold);
    }

    /** The chance that each event of these scores is positive. */
    public double[] chances(double[] scores) {
        return Arrays.stream(scores).map(calibration::chance).toArray();
    }
}
