package io.streamgauge.app.guard;

import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.DeploymentRules;
import io.streamgauge.scoring.rollout.GuardedVariant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts predictions to the guarded variants that made them, and what the champion said beside it.
 *
 * <p>A shadow's score is compared with the champion's of the same event. A candidate scores other events than the champion, so
 * each of its scores is put beside the last few of the champion since its score before: both samples are from the same
 * stretch of the stream, whatever the shares. Not thread-safe.
 */
final class GuardedPredictions {

    private static final double[] NONE = {};

    private final List<Guarded> guarded = new ArrayList<>();

    GuardedPredictions(List<GuardedVariant> variants) {
        variants.forEach(variant -> guarded.add(new Guarded(variant)));
    }

    private static final class Guarded {

        private final GuardedVariant of;
        private final GuardSamples samples;
        private final double[] last = new double[GuardSamples.BESIDE];
        private int since;

        Guarded(GuardedVariant of) {
            this.of = of;
            this.samples = new GuardSamples(of.variant().getGuards(), of.sinceMs());
        }

        boolean add(Prediction prediction) {
            if (prediction.getRevision() < of.since()) {
                return false;
            }
            DeployedVariant variant = of.variant();
            boolean byChampion = prediction.getVariant().equals(DeploymentRules.CHAMPION)
                    && prediction.getModelDigest().equals(of.champion());
            if (variant.getRole() == VariantRole.SHADOW) {
                ShadowScore shadow = shadow(prediction);
                if (shadow != null) {
                    add(
                            prediction,
                            shadow.getScore(),
                            shadow.getScoringNanos(),
                            byChampion ? new double[] {score(prediction)} : NONE);
                }
                return shadow != null;
            }
            if (prediction.getVariant().equals(variant.getName())
                    && prediction.getModelDigest().equals(variant.getModel().getDigest())) {
                add(
                        prediction,
                        prediction.getScore(),
                        prediction.getScoringNanos(),
                        Arrays.copyOf(last, Math.min(since, last.length)));
                since = 0;
                return true;
            }
            if (byChampion) {
                last[since % last.length] = score(prediction);
                since++;
            }
            return false;
        }

        private @Nullable ShadowScore shadow(Prediction prediction) {
            List<ShadowScore> shadows = prediction.getShadows();
            return shadows == null
                    ? null
                    : shadows.stream()
                            .filter(shadow -> shadow.getVariant()
                                            .equals(of.variant().getName())
                                    && shadow.getModelDigest()
                                            .equals(of.variant().getModel().getDigest()))
                            .findFirst()
                            .orElse(null);
        }

        private void add(Prediction prediction, @Nullable Double score, long scoringNs, double[] beside) {
            samples.add(
                    score == null ? Double.NaN : score,
                    beside,
                    scoringNs,
                    prediction.getFeatures().stream().anyMatch(feature -> feature.getStatus() != ValueStatus.PRESENT),
                    prediction.getProcessedAt().toEpochMilli());
        }

        private static double score(Prediction prediction) {
            Double score = prediction.getScore();
            return score == null ? Double.NaN : score;
        }
    }

    /** Takes the next prediction, and tells whether it is of a guarded variant. */
    boolean add(Prediction prediction) {
        boolean any = false;
        for (Guarded one : guarded) {
            any |= one.add(prediction);
        }
        return any;
    }

    /** What all guards see. */
    List<GuardReading> readings() {
        return readings(true);
    }

    /**
     * What guards see.
     *
     * @param partial also those whose samples are not full yet
     */
    List<GuardReading> readings(boolean partial) {
        return guarded.stream()
                .filter(one -> partial || one.samples.full())
                .flatMap(one -> one.of.variant().getGuards().stream()
                        .map(guard -> GuardReading.of(one.of.variant(), guard, one.samples)))
                .toList();
    }
}
