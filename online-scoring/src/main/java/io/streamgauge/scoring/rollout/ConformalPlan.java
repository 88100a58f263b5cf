package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.ConformalThreshold;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.wire.TrustedPackages;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.conformal.Thresholds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What deployments hold of sets and intervals, as records and as numbers. */
public final class ConformalPlan {

    static {
        TrustedPackages.addThatOf(ConformalCalibration.class); // defaults of records, which Avro makes
    }

    private ConformalPlan() {}

    /** What is learnt, as a record of a model; {@link Revisions#conform} gives it the revision. */
    public static ConformalCalibration.Builder record(String digest, Gives gives, Thresholds learnt) {
        List<ConformalThreshold> thresholds = learnt.byClass().entrySet().stream()
                .map(one -> new ConformalThreshold(
                        one.getKey(), one.getValue().value(), one.getValue().labels()))
                .toList();
        return ConformalCalibration.newBuilder()
                .setDigest(digest)
                .setRevision(0)
                .setGives(gives.text())
                .setCoverage(learnt.coverage().share())
                .setPerClass(learnt.perClass())
                .setThresholds(thresholds);
    }

    /** What a record says. */
    public static Thresholds thresholds(ConformalCalibration calibration) {
        Map<String, Thresholds.Threshold> byClass = new LinkedHashMap<>();
        calibration
                .getThresholds()
                .forEach(one -> byClass.put(one.getOf(), new Thresholds.Threshold(one.getValue(), one.getLabels())));
        return new Thresholds(Coverage.of(calibration.getCoverage()), calibration.getPerClass(), byClass);
    }

    /** What a deployment has for a model. */
    public static Optional<ConformalCalibration> of(ModelDeployment deployment, String digest) {
        return deployment.getConformal().stream()
                .filter(one -> one.getDigest().equals(digest))
                .findFirst();
    }

    /** What is wrong with one; empty when nothing is. */
    static Optional<String> problem(ConformalCalibration calibration) {
        if (Arrays.stream(Gives.values()).noneMatch(gives -> gives.text().equals(calibration.getGives()))) {
            return Optional.of("it gives a '" + calibration.getGives() + "'");
        }
        try {
            thresholds(calibration);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
