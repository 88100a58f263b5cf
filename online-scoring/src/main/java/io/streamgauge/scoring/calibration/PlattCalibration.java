package io.streamgauge.scoring.calibration;

/**
 * Platt's sigmoid, p = 1 / (1 + e^(a·s + b)) of a score s [1]. It is fitted by the greatest likelihood of the targets
 * (N₊ + 1) / (N₊ + 2) for outcomes of 1 and 1 / (N₋ + 2) for those of 0, which keeps it from certainty, by Newton's method with
 * a line search, in a form that does not overflow [2].
 *
 * <p>[1] Platt: Probabilistic Outputs for Support Vector Machines. Advances in Large Margin Classifiers, 1999. [2] Lin, Lin,
 * Weng: A note on Platt's probabilistic outputs for support vector machines. Machine Learning 68, 2007.
 *
 * @param a slope; below 0 where greater scores mean class 1
 * @param b offset
 */
public record PlattCalibration(double a, double b) implements Calibration {

    private static final int MAX_STEPS = 100;
    private static final double LEAST_STEP = 1e-10;
    /** Added to the diagonal of the second derivatives, so that they can be inverted. */
    private static final double RIDGE = 1e-12;

    private static final double GRADIENT = 1e-9;

    public PlattCalibration {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            throw new IllegalArgumentException("a is " + a + " and b is " + b + "; expected finite numbers");
        }
    }

    @Override
    public double apply(double score) {
        // StrictMath, since a score is to have the same bits on every machine.
        return 1 / (1 + StrictMath.exp(a * score + b));
    }

    /** Fits the sigmoid. */
    public static PlattCalibration fit(Outcomes outcomes) {
        return new Fit(outcomes).run();
    }

    private static final class Fit {

        private final double[] scores;
        private final double[] targets;
        private double a;
        private double b;

        Fit(Outcomes outcomes) {
            scores = outcomes.scores;
            int negatives = outcomes.size() - outcomes.positives;
            targets = new double[scores.length];
            for (int i = 0; i < targets.length; i++) {
                targets[i] = outcomes.positive[i]
                        ? (outcomes.positives + 1.0) / (outcomes.positives + 2.0)
                        : 1 / (negatives + 2.0);
            }
            b = Math.log((negatives + 1.0) / (outcomes.positives + 1.0));
        }

        PlattCalibration run() {
            double loss = loss(a, b);
            for (int step = 0; step < MAX_STEPS; step++) {
                double aa = RIDGE;
                double bb = RIDGE;
                double ab = 0;
                double ga = 0;
                double gb = 0;
                for (int i = 0; i < scores.length; i++) {
                    double p = 1 / (1 + Math.exp(a * scores[i] + b));
                    double weight = p * (1 - p);
                    aa += scores[i] * scores[i] * weight;
                    bb += weight;
                    ab += scores[i] * weight;
                    ga += scores[i] * (targets[i] - p);
                    gb += targets[i] - p;
                }
                if (Math.abs(ga) < GRADIENT && Math.abs(gb) < GRADIENT) {
                    break;
                }
                double determinant = aa * bb - ab * ab;
                double da = -(bb * ga - ab * gb) / determinant;
                double db = -(aa * gb - ab * ga) / determinant;
                double slope = ga * da + gb * db;
                double size = 1;
                double next = loss(a + da, b + db);
                while (size >= LEAST_STEP && !(next < loss + 1e-4 * size * slope)) {
                    size /= 2;
                    next = loss(a + size * da, b + size * db);
                }
                if (size < LEAST_STEP) {
                    break;
                }
                a += size * da;
                b += size * db;
                loss = next;
            }
            return new PlattCalibration(a, b);
        }

        /** Negative log-likelihood. */
        private double loss(double a, double b) {
            double sum = 0;
            for (int i = 0; i < scores.length; i++) {
                double f = a * scores[i] + b;
                sum += f >= 0
                        ? targets[i] * f + Math.log1p(Math.exp(-f))
                        : (targets[i] - 1) * f + Math.log1p(Math.exp(f));
            }
            return sum;
        }
    }
}
