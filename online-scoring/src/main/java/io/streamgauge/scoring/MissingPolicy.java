package io.streamgauge.scoring;

import io.streamgauge.store.vector.FeatureValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a missing input becomes before the model sees it: a number, NaN, a text, or nothing, and then the event is not
 * scored. The most specific rule holds: the input's name, its view ({@code customer.*}), then {@code otherwise}; a rule of
 * numbers does not hold for texts, nor the other way round, and where none holds the event is not scored.
 *
 * @param otherwise the rule for inputs without one of their own
 * @param byInput rules by input name or {@code <view>.*}
 */
public record MissingPolicy(MissingRule otherwise, Map<String, MissingRule> byInput) {

    /** Score nothing that misses a value. */
    public static final MissingPolicy REFUSE = new MissingPolicy(MissingRule.REFUSE, Map.of());

    public MissingPolicy {
        byInput = Map.copyOf(byInput);
    }

    /**
     * The rule for one input.
     *
     * @param text whether the input is a text
     */
    public MissingRule rule(String input, boolean text) {
        MissingRule own = byInput.get(input);
        MissingRule group = byInput.get(input.substring(0, input.lastIndexOf('.') + 1) + "*");
        MissingRule most = own != null ? own : group != null ? group : otherwise;
        return most.fits(text) ? most : MissingRule.REFUSE;
    }

    /**
     * The policy with a rule of a vector for each of its elements that has none of its own.
     *
     * @param vectors names of elements by the vector's name
     */
    public MissingPolicy perElement(Map<String, List<String>> vectors) {
        Map<String, MissingRule> rules = new HashMap<>(byInput);
        vectors.forEach((vector, elements) -> {
            MissingRule rule = rules.remove(vector);
            if (rule != null) {
                elements.forEach(element -> rules.putIfAbsent(element, rule));
            }
        });
        return new MissingPolicy(otherwise, rules);
    }

    /** The policy for a vector, ready to be applied to every event. */
    Applied over(List<ModelContract.Value> vector) {
        return new Applied(
                vector.stream().map(value -> rule(value.name(), value.text())).toList());
    }

    /** The policy with its rules looked up. */
    static final class Applied {

        private final boolean[] refuses;
        private final double[] numbers;
        private final @Nullable String[] texts;

        private Applied(List<MissingRule> rules) {
            refuses = new boolean[rules.size()];
            numbers = new double[rules.size()];
            texts = new @Nullable String[rules.size()];
            for (int i = 0; i < refuses.length; i++) {
                MissingRule rule = rules.get(i);
                refuses[i] = rule instanceof MissingRule.Refuse;
                numbers[i] = rule instanceof MissingRule.Numeric number ? number.value() : Double.NaN;
                texts[i] = rule instanceof MissingRule.Text text ? text.value() : null;
            }
        }

        /**
         * Replaces missing values by what their rules say, keeping each status; those that become NaN stay missing, as does
         * a value that is itself NaN.
         *
         * @return index of the first value that refuses to be scored; -1 when the vector may be scored
         */
        int apply(FeatureValues vector) {
            int refused = -1;
            for (int i = 0; i < refuses.length; i++) {
                if (!vector.isMissing(i) && Double.isNaN(vector.valueAt(i)) && vector.textAt(i) == null) {
                    vector.setMissing(i, vector.statusAt(i));
                }
                if (vector.isMissing(i)) {
                    String text = texts[i];
                    if (refuses[i]) {
                        refused = refused < 0 ? i : refused;
                    } else if (text != null) {
                        vector.set(i, text, vector.statusAt(i));
                    } else if (!Double.isNaN(numbers[i])) {
                        vector.set(i, numbers[i], vector.statusAt(i));
                    }
                }
            }
            return refused;
        }
    }
}
