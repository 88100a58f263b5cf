package io.streamgauge.scoring;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.RealisedCoverage;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.conformal.Nonconformity;
import io.streamgauge.scoring.conformal.Outcome;
import io.streamgauge.scoring.conformal.Thresholds;
import io.streamgauge.scoring.rollout.ConformalPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Learns thresholds from predictions whose outcomes are known, for each model by itself, and counts how often the sets or
 * intervals of those predictions held the outcome. Such an outcome came after the calibration that made its prediction's set,
 * so it was never among the labels that this was learnt from. Not thread-safe.
 */
public final class ConformalLearning {

    private final UncertaintyDefinition declared;
    private final Map<String, OfModel> models = new LinkedHashMap<>();

    public ConformalLearning(UncertaintyDefinition declared) {
        this.declared = declared;
    }

    private static final class OfModel {

        private final List<String> classes = new ArrayList<>();
        private final List<Double> nonconformities = new ArrayList<>();
        /** Labels, and sets or intervals that held the outcome, by variant. */
        private final Map<String, long[]> realised = new TreeMap<>();

        List<RealisedCoverage> realised() {
            List<RealisedCoverage> all = new ArrayList<>();
            realised.forEach((variant, counts) -> all.add(new RealisedCoverage(variant, counts[0], counts[1])));
            return all;
        }
    }

    /**
     * Takes a prediction, with what shadows said, and what came of its event. Refused ones say nothing, and are left out. A model
     * that served and was a shadow too has one label of the event: two would pass for two events.
     */
    public void add(Prediction prediction, Outcome outcome) {
        add(
                prediction.getModelDigest(),
                prediction.getVariant(),
                prediction.getScore(),
                prediction.getUncertainty(),
                outcome,
                true);
        Set<String> learnt = new HashSet<>(Set.of(prediction.getModelDigest()));
        List<ShadowScore> shadows = prediction.getShadows();
        if (shadows != null) {
            shadows.forEach(shadow -> add(
                    shadow.getModelDigest(),
                    shadow.getVariant(),
                    shadow.getScore(),
                    shadow.getUncertainty(),
                    outcome,
                    learnt.add(shadow.getModelDigest())));
        }
    }

    /** @param learns whether it is the model's first word on the event; another is only held against the outcome */
    private void add(
            String digest,
            String variant,
            @Nullable Double score,
            @Nullable Uncertainty uncertainty,
            Outcome outcome,
            boolean learns) {
        if (score == null) {
            return;
        }
        if (uncertainty == null) { // made before any was declared
            if (learns && declared.gives() == Gives.INTERVAL) {
                addNumber(digest, score, outcome.number());
            }
            return;
        }
        boolean set = uncertainty.getSet() != null;
        if (set != (declared.gives() == Gives.SET)) {
            return; // made under another declaration
        }
        OfModel model = models.computeIfAbsent(digest, unknown -> new OfModel());
        if (learns && set) {
            addClasses(model, uncertainty, outcome);
        } else if (learns) {
            model.nonconformities.add(ofNumber(outcome.number(), score));
        }
        boolean held = set ? hasClass(uncertainty, outcome) : hasNumber(uncertainty, outcome.number());
        if (uncertainty.getRevision() > 0
                && uncertainty.getCoverage() == declared.coverage().share()) {
            long[] counts = model.realised.computeIfAbsent(variant, name -> new long[2]);
            counts[0]++;
            counts[1] += held ? 1 : 0;
        }
    }

    /** A class that the model does not know is as strange as can be: no set will ever have it. */
    private static void addClasses(OfModel model, Uncertainty uncertainty, Outcome outcome) {
        int index = outcome.indexIn(uncertainty.getClasses());
        model.classes.add(
                index < 0
                        ? outcome.value().toString()
                        : uncertainty.getClasses().get(index));
        model.nonconformities.add(
                index < 0
                        ? Double.POSITIVE_INFINITY
                        : Nonconformity.ofClass(uncertainty.getProbabilities().get(index)));
    }

    private static boolean hasClass(Uncertainty uncertainty, Outcome outcome) {
        int index = outcome.indexIn(uncertainty.getClasses());
        return index >= 0
                && uncertainty.getSet().contains(uncertainty.getClasses().get(index));
    }

    private static boolean hasNumber(Uncertainty uncertainty, double number) {
        return (uncertainty.getLow() == null || uncertainty.getLow() <= number)
                && (uncertainty.getHigh() == null || number <= uncertainty.getHigh());
    }

    /** Takes what a model that gives classes says of an event, from elsewhere than a prediction. */
    public void addClasses(String digest, List<String> classes, double[] probabilities, Outcome outcome) {
        int index = outcome.indexIn(classes);
        OfModel model = models.computeIfAbsent(digest, unknown -> new OfModel());
        model.classes.add(index < 0 ? outcome.value().toString() : classes.get(index));
        model.nonconformities.add(index < 0 ? Double.POSITIVE_INFINITY : Nonconformity.ofClass(probabilities[index]));
    }

    /** Takes what a model that gives a number says of an event, from elsewhere than a prediction. */
    public void addNumber(String digest, double score, double outcome) {
        models.computeIfAbsent(digest, unknown -> new OfModel()).nonconformities.add(ofNumber(outcome, score));
    }

    /** What is no number is as strange as can be. */
    private static double ofNumber(double outcome, double score) {
        return Double.isNaN(outcome) ? Double.POSITIVE_INFINITY : Nonconformity.ofNumber(outcome, score);
    }

    /** How many labels there are for a model. */
    public int labels(String digest) {
        OfModel model = models.get(digest);
        return model == null ? 0 : model.nonconformities.size();
    }

    /** What is learnt for a model; empty when its labels are too few for any bound, so that nothing would be told. */
    public Optional<ConformalCalibration.Builder> learnt(String digest) {
        OfModel model = models.get(digest);
        if (model == null) {
            return Optional.empty();
        }
        double[] nonconformities =
                model.nonconformities.stream().mapToDouble(Double::doubleValue).toArray();
        Thresholds learnt = declared.perClass()
                ? Thresholds.ofClasses(declared.coverage(), model.classes, nonconformities)
                : Thresholds.ofAll(declared.coverage(), nonconformities);
        return learnt.tells()
                ? Optional.of(
                        ConformalPlan.record(digest, declared.gives(), learnt).setRealised(model.realised()))
                : Optional.empty();
    }
}
