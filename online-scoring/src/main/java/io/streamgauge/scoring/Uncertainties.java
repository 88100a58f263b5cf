package io.streamgauge.scoring;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.conformal.Nonconformity;
import io.streamgauge.scoring.conformal.Thresholds;
import io.streamgauge.scoring.rollout.ConformalPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the set or interval of a score. It depends on the score, what the deployment has learnt for the model, and nothing else;
 * where that is nothing, or of another kind than is declared, all classes belong and there are no bounds. Thread-safe.
 */
final class Uncertainties {

    private final Gives gives;
    private final Coverage coverage;
    private final long revision;
    private final @Nullable Thresholds learnt;

    private Uncertainties(UncertaintyDefinition declared, @Nullable ConformalCalibration learnt) {
        this.gives = declared.gives();
        this.learnt = learnt == null ? null : ConformalPlan.thresholds(learnt);
        this.coverage = this.learnt == null ? declared.coverage() : this.learnt.coverage();
        this.revision = learnt == null ? 0 : learnt.getRevision();
    }

    static Uncertainties of(UncertaintyDefinition declared, Optional<ConformalCalibration> learnt) {
        return new Uncertainties(
                declared,
                learnt.filter(one -> one.getGives().equals(declared.gives().text()))
                        .orElse(null));
    }

    /** Of the score that the scorer gave last. */
    Uncertainty of(double score, Scorer scorer) {
        Uncertainty.Builder uncertainty =
                Uncertainty.newBuilder().setCoverage(coverage.share()).setRevision(revision);
        return gives == Gives.SET ? set(uncertainty, score, scorer) : interval(uncertainty, score);
    }

    private Uncertainty set(Uncertainty.Builder uncertainty, double score, Scorer scorer) {
        List<String> classes = scorer.classes();
        double[] probabilities = scorer.probabilities(score);
        List<String> set = new ArrayList<>();
        List<Double> given = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            given.add(probabilities[i]);
            if (learnt == null || learnt.has(classes.get(i), probabilities[i])) {
                set.add(classes.get(i));
            }
        }
        return uncertainty
                .setSet(set)
                .setClasses(classes)
                .setProbabilities(given)
                .build();
    }

    private Uncertainty interval(Uncertainty.Builder uncertainty, double score) {
        double radius = learnt == null ? Double.POSITIVE_INFINITY : learnt.radius();
        return uncertainty
                .setLow(bound(-upper(-score, radius)))
                .setHigh(bound(upper(score, radius)))
                .build();
    }

    /**
     * A bound that no number is beyond whose distance from the score, as it is computed, is within the radius: the label that the
     * radius is of must be held itself, and the sum may be rounded to just before it.
     */
    private static double upper(double score, double radius) {
        double sum = score + radius;
        boolean most = Nonconformity.ofNumber(Math.nextUp(sum), score) > radius;
        return most ? sum : Math.nextUp(sum + Math.ulp(radius));
    }

    private static @Nullable Double bound(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }
}
