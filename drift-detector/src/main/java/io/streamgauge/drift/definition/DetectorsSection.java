package io.streamgauge.drift.definition;

import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.drift.detector.Setting;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code drift.detectors}: a list of mappings, each with a value, a detector, and settings of that detector. */
final class DetectorsSection {

    private static final String ON = "on";
    private static final String DETECTOR = "detector";

    private DetectorsSection() {}

    static Map<String, Object> jsonSchema() {
        return jsonSchema(true);
    }

    /** Of detectors that are all on the same, so that it is not named. */
    static Map<String, Object> jsonSchemaWithoutOn() {
        return jsonSchema(false);
    }

    private static Map<String, Object> jsonSchema(boolean on) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (on) {
            properties.put(ON, Map.of("type", "string"));
        }
        properties.put(DETECTOR, Map.of("enum", names()));
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("type", "object");
        item.put("properties", properties);
        item.put("additionalProperties", Map.of("type", "number"));
        item.put("required", on ? List.of(ON, DETECTOR) : List.of(DETECTOR));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", "list of detectors");
        schema.put("type", "array");
        schema.put("items", item);
        return schema;
    }

    private static List<String> names() {
        return Arrays.stream(DetectorKind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static List<DetectorDefinition> read(ConfigNode node, Problems problems) {
        return read(node, null, problems);
    }

    /** Reads detectors that are all on the same value, which they do not name. */
    static List<DetectorDefinition> readOn(String on, ConfigNode node, Problems problems) {
        return read(node, on, problems);
    }

    private static List<DetectorDefinition> read(ConfigNode node, @Nullable String on, Problems problems) {
        List<DetectorDefinition> detectors = new ArrayList<>();
        if (node.kind() != ConfigNode.Kind.LIST) {
            problems.add(
                    node,
                    "expected a list such as [{%sdetector: adwin, delta: 0.002}]"
                            .formatted(on == null ? "on: score, " : ""));
            return detectors;
        }
        for (ConfigNode item : node.items()) {
            one(item, on, problems).ifPresent(detectors::add);
        }
        if (detectors.stream().map(d -> d.on() + " " + d.statistic()).distinct().count() < detectors.size()) {
            problems.add(node, "names one detector twice on one value");
        }
        return detectors;
    }

    private static Optional<DetectorDefinition> one(ConfigNode item, @Nullable String onAll, Problems problems) {
        String on = onAll == null ? text(item, ON, problems) : onAll;
        String detector = text(item, DETECTOR, problems);
        if (on == null || detector == null) {
            return Optional.empty();
        }
        if (!names().contains(detector)) {
            problems.add(item, Suggestion.unknown("detector", detector, names()));
            return Optional.empty();
        }
        DetectorKind kind = DetectorKind.valueOf(detector.toUpperCase(Locale.ROOT));
        Map<String, Double> settings = new LinkedHashMap<>();
        item.entries().forEach((name, value) -> {
            if (!(name.equals(ON) && onAll == null) && !name.equals(DETECTOR)) {
                setting(kind, name, value, problems).ifPresent(number -> settings.put(name, number));
            }
        });
        return Optional.of(new DetectorDefinition(on, kind, settings));
    }

    private static @Nullable String text(ConfigNode item, String key, Problems problems) {
        ConfigNode node = item.get(key);
        if (node == null || node.text() == null) {
            problems.add(item, "'" + key + "' is missing: a detector is such as {on: score, detector: adwin}");
            return null;
        }
        return node.text();
    }

    private static Optional<Double> setting(DetectorKind kind, String name, ConfigNode value, Problems problems) {
        List<String> known = kind.settings().stream().map(Setting::name).toList();
        if (!known.contains(name)) {
            problems.add(value, Suggestion.unknown("setting", name, known));
            return Optional.empty();
        }
        try {
            double number = Double.parseDouble(String.valueOf(value.text()));
            kind.defaults().with(name, number);
            return Optional.of(number);
        } catch (NumberFormatException e) {
            problems.add(value, "'" + value.text() + "' is no number");
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            problems.add(value, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
