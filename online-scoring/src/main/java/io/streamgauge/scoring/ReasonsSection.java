package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.expression.ExpressionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code model.reasons} section: which predictions say why, and how much. */
final class ReasonsSection {

    private static final int MAX_TOP = 100;

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?) ?%");

    private static final Table TABLE = Table.named("model.reasons")
            .optional(
                    "top", Property.Type.LONG, "3", "How many inputs a prediction names at most, 1 to " + MAX_TOP + ".")
            .optional(
                    "when",
                    Property.Type.TEXT,
                    null,
                    "Expression over `score`, `label`, `decision` and the inputs; predictions for which it is true say why.")
            .optional(
                    "share",
                    Property.Type.TEXT,
                    null,
                    "Share of predictions that say why whatever `when` says, such as 1%; chosen by a hash of the event's id."
                            + " With neither `when` nor `share` all do.")
            .nested(
                    "codes",
                    false,
                    Map.of("type", "object", "additionalProperties", Map.of("type", "string")),
                    "Codes by input, or by `view.*` for all inputs of a view or group, such as {amount: R01, customer.*:"
                            + " R07}; a reason carries the code of its input.")
            .build();

    private ReasonsSection() {}

    static ReasonsDefinition read(ConfigNode node, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        long top = settings.longValue("top");
        if (top < 1 || top > MAX_TOP) {
            problems.add(settings.at("top"), "'" + top + "' is out of range; allowed: 1 to " + MAX_TOP);
            top = 1;
        }
        boolean all = !settings.has("when") && !settings.has("share");
        double share = all ? 1 : settings.has("share") ? share(settings, problems) : 0;
        Map<String, String> codes = new LinkedHashMap<>();
        settings.nested("codes").ifPresent(written -> readCodes(written, codes, problems));
        return new ReasonsDefinition((int) top, settings.optionalText("when"), share, codes);
    }

    private static double share(Settings settings, Problems problems) {
        Matcher percent = PERCENT.matcher(settings.text("share"));
        double share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : Double.NaN;
        if (share > 0 && share <= 1) {
            return share;
        }
        problems.add(
                settings.at("share"),
                "'" + settings.text("share") + "' is no share; expected more than 0% and at most 100%, such as 1%");
        return 0;
    }

    private static void readCodes(ConfigNode node, Map<String, String> codes, Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING) {
            problems.add(node, "expected a mapping of inputs to codes, such as {amount: R01}");
            return;
        }
        node.entries().forEach((input, code) -> {
            if (code.text() == null) {
                problems.add(code, "expected a code, such as R01");
            } else {
                codes.put(input, Objects.requireNonNull(code.text()));
            }
        });
    }

    /** Checks what depends on the vector. */
    static void check(
            ReasonsDefinition reasons,
            List<ModelContract.Value> vector,
            boolean decided,
            ConfigNode node,
            Problems problems) {
        List<String> names = vector.stream().map(ModelContract.Value::name).toList();
        ConfigNode codes = node.get("codes");
        reasons.codes().keySet().forEach(input -> {
            String prefix = input.substring(0, input.length() - 1);
            boolean known = input.endsWith(".*")
                    ? names.stream().anyMatch(name -> name.startsWith(prefix))
                    : names.contains(input);
            if (!known) {
                ConfigNode written = codes == null ? null : codes.get(input);
                problems.add(written == null ? node : written, Suggestion.unknown("input", input, names));
            }
        });
        try {
            reasons.when().ifPresent(text -> ReasonsCondition.compile(text, vector, decided));
        } catch (ExpressionException e) {
            ConfigNode when = node.get("when");
            problems.add(when == null ? node : when, e.problem());
        }
    }

    static Map<String, Object> jsonSchema() {
        return TABLE.jsonSchema();
    }

    static String markdown() {
        return TABLE.markdown();
    }

    static Table table() {
        return TABLE;
    }
}
