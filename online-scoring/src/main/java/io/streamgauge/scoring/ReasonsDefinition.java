package io.streamgauge.scoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which predictions say why, and how much.
 *
 * @param top how many inputs a prediction names at most
 * @param when expression over score, label, decision and inputs that is true for a prediction that says why; empty when that
 *     is left to {@code share}
 * @param share share of all predictions that say why, whatever {@code when} says, in [0, 1]
 * @param codes codes by input or {@code <view>.*}
 */
public record ReasonsDefinition(int top, Optional<String> when, double share, Map<String, String> codes) {

    public ReasonsDefinition {
        codes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(codes));
        if (top < 1) {
            throw new IllegalArgumentException("top is " + top + "; expected at least 1");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + "; expected 0 to 1");
        }
    }

    /** The same with the code of a vector for each of its elements, whose names {@code vectors} has. */
    ReasonsDefinition perElement(Map<String, List<String>> vectors) {
        Map<String, String> each = new LinkedHashMap<>();
        codes.forEach((name, code) ->
                vectors.getOrDefault(name, List.of(name)).forEach(element -> each.putIfAbsent(element, code)));
        return new ReasonsDefinition(top, when, share, each);
    }
}
