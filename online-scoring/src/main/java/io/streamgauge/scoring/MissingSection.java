package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code model.missing}: one rule for all inputs, or a mapping of rules. */
final class MissingSection {

    private static final String OTHERWISE = "*";
    private static final String TEXT = "text";

    private MissingSection() {}

    static MissingPolicy read(ConfigNode node, Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING) {
            return new MissingPolicy(rule(node, problems), Map.of());
        }
        Map<String, MissingRule> rules = new LinkedHashMap<>();
        node.entries().forEach((input, rule) -> rules.put(input, rule(rule, problems)));
        MissingRule otherwise = rules.remove(OTHERWISE);
        return new MissingPolicy(otherwise == null ? MissingRule.REFUSE : otherwise, rules);
    }

    private static MissingRule rule(ConfigNode node, Problems problems) {
        ConfigNode text = node.get(TEXT);
        if (text != null && text.text() != null && node.entries().size() == 1) {
            return MissingRule.of(text.text());
        }
        String written = node.shown();
        if (written.equals("refuse")) {
            return MissingRule.REFUSE;
        }
        if (written.equals("nan")) {
            return MissingRule.NAN;
        }
        try {
            double value = Double.parseDouble(written);
            if (Double.isFinite(value)) {
                return MissingRule.of(value);
            }
        } catch (NumberFormatException e) {
            // told below, with what is allowed
        }
        problems.add(
                node,
                "'" + written + "' is no rule for missing values; allowed: refuse, nan, a number, {text: <a text>}");
        return MissingRule.REFUSE;
    }

    static void check(MissingPolicy policy, List<ModelContract.Value> vector, ConfigNode node, Problems problems) {
        List<String> names = vector.stream().map(ModelContract.Value::name).toList();
        policy.byInput().forEach((input, rule) -> {
            ConfigNode written = node.get(input);
            ConfigNode blamed = written == null ? node : written;
            boolean group = input.endsWith(".*");
            String prefix = input.substring(0, input.length() - 1);
            if (group ? names.stream().noneMatch(n -> n.startsWith(prefix)) : !names.contains(input)) {
                problems.add(blamed, Suggestion.unknown("input", input, groupsAnd(names)));
            } else if (!group) {
                boolean text = vector.get(names.indexOf(input)).text();
                if (!rule.fits(text)) {
                    problems.add(
                            blamed,
                            "'" + rule + "' cannot stand for '" + input + "', a " + (text ? "text" : "number")
                                    + "; allowed: refuse, " + (text ? "{text: <a text>}" : "nan, a number"));
                }
            }
        });
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
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("type", "object");
        text.put("additionalProperties", false);
        text.put("properties", Map.of(TEXT, Map.of("type", "string")));
        text.put("required", List.of(TEXT));
        List<Map<String, Object>> rules =
                List.of(Map.of("enum", List.of("refuse", "nan")), Map.of("type", "number"), text);
        Map<String, Object> rule = Map.of("anyOf", rules);
        return Map.of("anyOf", List.of(rule, Map.of("type", "object", "additionalProperties", rule)));
    }
}
