package io.streamgauge.scoring;

import io.streamgauge.store.vector.FeatureValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a missing input becomes before the model sees it: a number, NaN, or nothing, and then the event is not scored.
 * The most specific rule holds: the input's name, its view ({@code customer.*}), then {@code otherwise}.
 *
 * @param otherwise the rule for inputs without one of their own; empty refuses to score
 * @param byInput rules by input name or {@code <view>.*}; empty refuses to score
 */
public record MissingPolicy(OptionalDouble otherwise, Map<String, OptionalDouble> byInput) {

    /** Score nothing that misses a value. */
    public static final MissingPolicy REFUSE = new MissingPolicy(OptionalDouble.empty(), Map.of());

    public MissingPolicy {
        byInput = Map.copyOf(byInput);
    }

    /** The rule for one input. */
    public OptionalDouble rule(String input) {
        OptionalDouble own = byInput.get(input);
        if (own != null) {
            return own;
        }
        OptionalDouble group = byInput.get(input.substring(0, input.lastIndexOf('.') + 1) + "*");
        return group != null ? group : otherwise;
    }

    /**
     * The policy with a rule of a vector for each of its elements that has none of its own.
     *
     * @param vectors names of elements by the vector's name
     */
    public MissingPolicy perElement(Map<String, List<String>> vectors) {
        Map<String, OptionalDouble> rules = new HashMap<>(byInput);
        vectors.forEach((vector, elements) -> {
            OptionalDouble rule = rules.remove(vector);
            if (rule != null) {
                elements.forEach(element -> rules.putIfAbsent(element, rule));
            }
        });
        return new MissingPolicy(otherwise, rules);
    }

    /** The policy for a vector of these names, ready to be applied to every event. */
    Applied over(List<String> names) {
        return new Applied(names.stream().map(this::rule).toList());
    }

    /** The policy with its rules looked up. */
    static final class Applied {

        private final boolean[] refuses;
        private final double[] substitutes;

        private Applied(List<OptionalDouble> rules) {
            refuses = new boolean[rules.size()];
            substitutes = new double[rules.size()];
            for (int i = 0; i < refuses.length; i++) {
                refuses[i] = rules.get(i).isEmpty();
                substitutes[i] = rules.get(i).orElse(0);
            }
        }

        /**
         * Replaces missing values by their numbers, keeping each status; those that become NaN stay missing, as does a
         * value that is itself NaN.
         *
         * @return whether the vector may be scored
         */
        boolean apply(FeatureValues vector) {
            boolean scored = true;
            for (int i = 0; i < refuses.length; i++) {
                if (!vector.isMissing(i) && Double.isNaN(vector.valueAt(i))) {
                    vector.setMissing(i, vector.statusAt(i));
                }
                if (vector.isMissing(i)) {
                    scored &= !refuses[i];
                    if (!refuses[i] && !Double.isNaN(substitutes[i])) {
                        vector.set(i, substitutes[i], vector.statusAt(i));
                    }
                }
            }
            return scored;
        }
    }
}
