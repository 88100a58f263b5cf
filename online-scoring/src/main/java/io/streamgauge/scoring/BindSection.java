package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads {@code model.bind}: lists of values by the name of the model's input that takes them. */
final class BindSection {

    private BindSection() {}

    static Map<String, List<String>> read(ConfigNode node, Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING) {
            problems.add(
                    node,
                    "expected a mapping of the model's inputs to lists of values, e.g. {x: [amount, customer.*]}");
            return Map.of();
        }
        Map<String, List<String>> bind = new LinkedHashMap<>();
        node.entries().forEach((input, values) -> {
            List<ConfigNode> items = values.kind() == ConfigNode.Kind.LIST ? values.items() : List.of(values);
            if (items.isEmpty() || items.stream().anyMatch(item -> item.text() == null)) {
                problems.add(values, "expected names of values, e.g. [amount, customer.*]");
            } else {
                bind.put(
                        input,
                        items.stream()
                                .map(item -> Objects.requireNonNull(item.text()))
                                .toList());
            }
        });
        return bind;
    }

    static void check(Map<String, List<String>> bind, List<String> names, ConfigNode node, Problems problems) {
        bind.forEach((input, written) -> ModelContract.expanded(written, names).stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> {
                    ConfigNode blamed = node.get(input);
                    problems.add(
                            blamed == null ? node : blamed,
                            Suggestion.unknown("input", name, names) + "; bind takes from model.inputs");
                }));
    }

    static Map<String, Object> jsonSchema() {
        Map<String, Object> name = Map.of("type", "string");
        Map<String, Object> names = Map.of("type", "array", "items", name, "minItems", 1);
        return Map.of("type", "object", "additionalProperties", Map.of("anyOf", List.of(name, names)));
    }
}
