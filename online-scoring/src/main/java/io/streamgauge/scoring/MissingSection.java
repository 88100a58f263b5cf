package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Reads {@code model.missing}: one rule for all inputs, or a mapping of rules. */
final class MissingSection {

    private static final String OTHERWISE = "*";

    private MissingSection() {}

    static MissingPolicy read(ConfigNode node, Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING) {
            return new MissingPolicy(rule(node, problems), Map.of());
        }
        Map<String, OptionalDouble> rules = new LinkedHashMap<>();
        node.entries().forEach((input, rule) -> rules.put(input, rule(rule, problems)));
        OptionalDouble otherwise = rules.remove(OTHERWISE);
        return new MissingPolicy(otherwise == null ? OptionalDouble.empty() : otherwise, rules);
    }

    private static OptionalDouble rule(ConfigNode node, Problems problems) {
        String text = node.shown();
        if (text.equals("refuse")) {
            return OptionalDouble.empty();
        }
        if (text.equals("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return OptionalDouble.of(value);
            }
        } catch (NumberFormatException e) {
            // told below, with what is allowed
        }
        problems.add(node, "'" + text + "' is no rule for missing values; allowed: refuse, nan, a number");
        return OptionalDouble.empty();
    }

    static void check(MissingPolicy policy, List<String> names, ConfigNode node, Problems problems) {
        for (String input : policy.byInput().keySet()) {
            boolean group = input.endsWith(".*");
            String prefix = input.substring(0, input.length() - 1);
            if (group ? names.stream().noneMatch(n -> n.startsWith(prefix)) : !names.contains(input)) {
                ConfigNode blamed = node.get(input);
                problems.add(blamed == null ? node : blamed, Suggestion.unknown("input", input, groupsAnd(names)));
            }
        }
    }

    private static List<String> groupsAnd(List<String> names) {
        List<String> known = new ArrayList<>(names);
        names.stream()
                .filter(n -> n.contains("."))
                .map(n -> n.substring(0, n.lastIndexOf('.')) + ".*")
                .distinct()
                .forEach(known::add);
        return known;
    }

    static Map<String, Object> jsonSchema() {
        Map<String, Object> rule = Map.of("anyOf", List.of(Map.of("enum", List.of("refuse", "nan")), number()));
        return Map.of("anyOf", List.of(rule, Map.of("type", "object", "additionalProperties", rule)));
    }

    private static Map<String, Object> number() {
        return Map.of("type", "number");
    }
}
