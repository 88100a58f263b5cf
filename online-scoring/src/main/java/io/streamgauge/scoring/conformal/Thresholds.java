package io.streamgauge.scoring.conformal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What split conformal prediction [1] [2] [3] has learnt from n labels: what is at most as strange as the threshold belongs to
 * the set or interval.
 *
 * <p>The threshold is the ⌈(n + 1)·c⌉-th smallest of the nonconformities of n outcomes that the model was not trained on, where
 * c is the coverage. When those and the next one are exchangeable, that is, any order of them is as likely, the set or interval
 * holds the next outcome with probability of at least c; and of at most c + 1/(n + 1) where no two nonconformities are equal. The
 * probability is over labels and outcome together: given the labels, the share held varies around it as a Beta(k, n + 1 − k)
 * does, k = ⌈(n + 1)·c⌉ [3]. When n labels are too few, ⌈(n + 1)·c⌉ &gt; n, the threshold is infinite, and all belongs to the
 * set or interval.
 *
 * <p>A threshold per class [1] holds that for the outcomes of each class by itself (Mondrian, class-conditional); a class without
 * labels then belongs to every set.
 *
 * <p>[1] Vovk, Gammerman, Shafer: Algorithmic Learning in a Random World. Springer 2005; sections 2.2, 4.5. [2] Lei, G'Sell,
 * Rinaldo, Tibshirani, Wasserman: Distribution-Free Predictive Inference for Regression. JASA 113, 2018. [3] Angelopoulos, Bates:
 * Conformal Prediction: A Gentle Introduction. Foundations and Trends in Machine Learning 16, 2023.
 *
 * @param coverage share of outcomes to be held
 * @param perClass whether each class has a threshold of its own
 * @param byClass thresholds by class; without {@code perClass} one, of {@link #ALL}
 */
public record Thresholds(Coverage coverage, boolean perClass, Map<String, Threshold> byClass) {

    /** What stands for all classes, and for numbers. */
    public static final String ALL = "";

    /**
     * A threshold.
     *
     * @param value the greatest nonconformity that belongs; +∞ when all do
     * @param labels how many labels it was learnt from
     */
    public record Threshold(double value, int labels) {

        public Threshold {
            if (Double.isNaN(value) || labels < 0) {
                throw new IllegalArgumentException("a threshold of " + value + " from " + labels + " labels");
            }
        }
    }

    public Thresholds {
        byClass = Collections.unmodifiableMap(new LinkedHashMap<>(byClass));
        if (!perClass && !(byClass.size() == 1 && byClass.containsKey(ALL))) {
            throw new IllegalArgumentException("thresholds of " + byClass.keySet() + "; expected one, of all classes");
        }
    }

    /** One threshold for all. */
    public static Thresholds ofAll(Coverage coverage, double[] nonconformities) {
        return new Thresholds(coverage, false, Map.of(ALL, threshold(coverage, nonconformities)));
    }

    /**
     * A threshold per class.
     *
     * @param classes class of the outcome, for each nonconformity
     */
    public static Thresholds ofClasses(Coverage coverage, List<String> classes, double[] nonconformities) {
        if (classes.size() != nonconformities.length) {
            throw new IllegalArgumentException(
                    classes.size() + " classes and " + nonconformities.length + " nonconformities");
        }
        Map<String, List<Double>> parts = new TreeMap<>();
        for (int i = 0; i < nonconformities.length; i++) {
            parts.computeIfAbsent(classes.get(i), unknown -> new ArrayList<>()).add(nonconformities[i]);
        }
        Map<String, Threshold> byClass = new LinkedHashMap<>();
        parts.forEach((name, some) -> byClass.put(
                name,
                threshold(
                        coverage, some.stream().mapToDouble(Double::doubleValue).toArray())));
        return new Thresholds(coverage, true, byClass);
    }

    private static Threshold threshold(Coverage coverage, double[] nonconformities) {
        double[] sorted = nonconformities.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("a nonconformity is no number");
        }
        long rank = coverage.rank(sorted.length);
        return new Threshold(rank > sorted.length ? Double.POSITIVE_INFINITY : sorted[(int) rank - 1], sorted.length);
    }

    /** The threshold of a class; infinite for one that has had no label. */
    public double of(String name) {
        Threshold threshold = byClass.get(perClass ? name : ALL);
        return threshold == null ? Double.POSITIVE_INFINITY : threshold.value();
    }

    /** Whether a class that the model gives a probability belongs to the set. */
    public boolean has(String name, double probability) {
        return Nonconformity.ofClass(probability) <= of(name);
    }

    /** Half the width of an interval; infinite when it has no bounds. */
    public double radius() {
        return of(ALL);
    }

    /** How many labels they were learnt from. */
    public int labels() {
        return byClass.values().stream().mapToInt(Threshold::labels).sum();
    }

    /** Whether any threshold is finite, so that something does not belong. */
    public boolean tells() {
        return byClass.values().stream().anyMatch(threshold -> threshold.value() < Double.POSITIVE_INFINITY);
    }
}
