package io.streamgauge.scoring.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The non-decreasing function of the score that comes closest to the outcomes in squares, by pooling adjacent violators [1] [2]:
 * constant over pools of scores, the share of outcomes of 1 in each, straight between them, and constant beyond the least and
 * greatest score.
 *
 * <p>[1] Barlow, Bartholomew, Bremner, Brunk: Statistical Inference under Order Restrictions, 1972. [2] Zadrozny, Elkan:
 * Transforming classifier scores into accurate multiclass probability estimates. KDD 2002.
 *
 * @param scores where the function bends, ascending
 * @param values its values there, in [0, 1], non-decreasing
 */
public record IsotonicCalibration(List<Double> scores, List<Double> values) implements Calibration {

    public IsotonicCalibration {
        scores = List.copyOf(scores);
        values = List.copyOf(values);
        if (scores.isEmpty() || scores.size() != values.size()) {
            throw new IllegalArgumentException(
                    scores.size() + " scores and " + values.size() + " values; expected as many, at least one");
        }
        for (int i = 0; i < scores.size(); i++) {
            boolean ascends = i == 0 || (scores.get(i - 1) < scores.get(i) && values.get(i - 1) <= values.get(i));
            if (!ascends || !Double.isFinite(scores.get(i)) || !(values.get(i) >= 0 && values.get(i) <= 1)) {
                throw new IllegalArgumentException("the bend " + scores.get(i) + ", " + values.get(i)
                        + " is out of place; expected ascending scores and values of 0 to 1 that do not fall");
            }
        }
    }

    @Override
    public double apply(double score) {
        int last = scores.size() - 1;
        if (score <= scores.get(0)) {
            return values.get(0);
        }
        if (score >= scores.get(last)) {
            return values.get(last);
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (scores.get(middle) <= score) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double share = (score - scores.get(low)) / (scores.get(high) - scores.get(low));
        return values.get(low) + share * (values.get(high) - values.get(low));
    }

    /** Scores that share a value. */
    private record Pool(double least, double greatest, double sum, double weight) {

        double value() {
            return sum / weight;
        }

        Pool with(Pool next) {
            return new Pool(least, next.greatest, sum + next.sum, weight + next.weight);
        }
    }

    /** Fits the function. Equal scores are one, with the mean of their outcomes. */
    public static IsotonicCalibration fit(Outcomes outcomes) {
        Integer[] order = IntStream.range(0, outcomes.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> outcomes.scores[i]));
        List<Pool> distinct = new ArrayList<>();
        for (int i : order) {
            Pool one = new Pool(outcomes.scores[i], outcomes.scores[i], outcomes.positive[i] ? 1 : 0, 1);
            int last = distinct.size() - 1;
            if (last >= 0 && distinct.get(last).greatest == one.least) {
                distinct.set(last, distinct.get(last).with(one));
            } else {
                distinct.add(one);
            }
        }
        List<Pool> pools = new ArrayList<>();
        for (Pool next : distinct) {
            Pool pool = next;
            while (!pools.isEmpty() && pools.get(pools.size() - 1).value() >= pool.value()) {
                pool = pools.remove(pools.size() - 1).with(pool);
            }
            pools.add(pool);
        }
        List<Double> scores = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Pool pool : pools) {
            scores.add(pool.least);
            values.add(pool.value());
            if (pool.greatest > pool.least) {
                scores.add(pool.greatest);
                values.add(pool.value());
            }
        }
        return new IsotonicCalibration(scores, values);
    }
}
