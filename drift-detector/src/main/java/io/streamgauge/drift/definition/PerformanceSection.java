package io.streamgauge.drift.definition;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.detector.Input;
import io.streamgauge.drift.labels.Statistic;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code drift.performance}. */
final class PerformanceSection {

    static final Table PERFORMANCE = Table.named("drift.performance")
            .required(
                    "wait",
                    Property.Type.DURATION,
                    "How long after a window's end its outcomes are waited for, a whole number of windows; counted by the time"
                            + " of the labels, so `0s` where a label carries the time of its event.")
            .optional(
                    "corrections",
                    Property.Type.DURATION,
                    "0s",
                    "How long after that an outcome still corrects the window's figures, a whole number of windows.")
            .choice(
                    "kind",
                    "binary",
                    List.of("binary", "multiclass", "regression"),
                    "What outcomes are: 1 and 0 against a score; the number of a class against the class that the model chose; a"
                            + " number against the score.")
            .optional(
                    "watch",
                    Property.Type.TEXTS,
                    null,
                    "Figures whose fall is drift; `roc_auc`, `accuracy` or `mae` by kind, unless named. Of binary outcomes: "
                            + names(Kind.BINARY) + ". Of classes: " + names(Kind.MULTICLASS) + ". Of numbers: "
                            + names(Kind.REGRESSION) + ".")
            .optional(
                    "effect",
                    Property.Type.DOUBLE,
                    "0.05",
                    "Least fall of a figure from 0 to 1 that counts as drift, however significant.")
            .optional(
                    "relative_effect",
                    Property.Type.DOUBLE,
                    "0.1",
                    "Least rise of a loss or an error that counts as drift, as a share of the reference's.")
            .optional(
                    "threshold",
                    Property.Type.DOUBLE,
                    "0.5",
                    "Score from which on a decision counts as positive, for precision, recall and their kin.")
            .optional(
                    "positive",
                    Property.Type.TEXT,
                    null,
                    "Decision that counts as positive, as `model.decision` gives it; then the threshold is not used.")
            .nested(
                    "detectors",
                    false,
                    DetectorsSection.jsonSchemaWithoutOn(),
                    "Change detectors over the model's errors, in the order in which outcomes count; each `{detector: ddm}` and"
                            + " settings of it, see [drift-statistics.md](drift-statistics.md#change-detectors).")
            .build();

    /** What its detectors watch. */
    private static final String ERROR = "error";

    /** {@code drift.fairness}. */
    static final Table FAIRNESS = Table.named("drift.fairness")
            .required(
                    "groups",
                    Property.Type.TEXTS,
                    "Model inputs, texts or numbers, whose values are groups to be treated alike, such as country.")
            .optional(
                    "effect",
                    Property.Type.DOUBLE,
                    "0.1",
                    "Least gap between two groups that is told as drifted and opens an alert, however significant.")
            .build();

    private PerformanceSection() {}

    private static String names(Kind kind) {
        return "`" + String.join("`, `", Statistic.watchable(kind)) + "`";
    }

    static PerformanceDefinition read(
            ConfigNode node, Optional<ConfigNode> fairness, Duration window, Problems problems) {
        Optional<Settings> fair = fairness.map(section -> FAIRNESS.read(section, problems));
        Settings settings = PERFORMANCE.read(node, problems);
        Kind kind = Kind.valueOf(settings.text("kind").toUpperCase(Locale.ROOT));
        return new PerformanceDefinition(
                kind,
                wholeWindows(settings, "wait", window, problems),
                wholeWindows(settings, "corrections", window, problems),
                watch(settings, kind, problems),
                inRange(settings, "effect", 1, problems),
                inRange(settings, "relative_effect", 100, problems),
                settings.doubleValue("threshold"),
                settings.optionalText("positive").orElse(null),
                fair.map(section -> groups(section, kind, problems)).orElse(List.of()),
                fair.map(section -> inRange(section, "effect", 1, problems)).orElse(0.1),
                settings.nested("detectors")
                        .map(written -> detectors(written, kind, problems))
                        .orElse(List.of()));
    }

    private static List<DetectorDefinition> detectors(ConfigNode written, Kind kind, Problems problems) {
        List<DetectorDefinition> detectors = DetectorsSection.readOn(ERROR, written, problems);
        for (DetectorDefinition detector : detectors) {
            if (kind == Kind.REGRESSION && detector.kind().input() != Input.NUMBER) {
                problems.add(
                        written,
                        detector.statistic() + " takes values "
                                + detector.kind().input().text()
                                + "; errors of regression are any numbers, which adwin, page_hinkley or cusum take");
            }
        }
        return detectors;
    }

    private static Duration wholeWindows(Settings settings, String name, Duration window, Problems problems) {
        Duration value = settings.duration(name);
        if (value.toMillis() % window.toMillis() != 0) {
            problems.add(
                    settings.at(name),
                    "'%s' is not a whole number of windows of %s"
                            .formatted(Durations.format(value), Durations.format(window)));
            return Duration.ZERO;
        }
        return value;
    }

    private static List<String> watch(Settings settings, Kind kind, Problems problems) {
        if (!settings.has("watch")) {
            return List.of(Statistic.usual(kind));
        }
        List<String> watched = settings.texts("watch");
        for (String name : watched) {
            if (!Statistic.watchable(kind).contains(name)) {
                problems.add(
                        settings.at("watch"),
                        Suggestion.unknown(
                                "figure of " + settings.text("kind") + " outcomes", name, Statistic.watchable(kind)));
            }
        }
        return watched;
    }

    private static List<String> groups(Settings fairness, Kind kind, Problems problems) {
        List<String> groups = fairness.texts("groups");
        if (kind != Kind.BINARY) {
            problems.add(fairness.node(), "fairness is of binary outcomes; drift.performance.kind is not binary");
        }
        if (fairness.has("groups") && groups.isEmpty()) {
            problems.add(fairness.at("groups"), "names no input; allowed: inputs of the model, such as [country]");
        }
        return groups;
    }

    private static double inRange(Settings settings, String name, double most, Problems problems) {
        double value = settings.doubleValue(name);
        if (value >= 0 && value <= most) {
            return value;
        }
        problems.add(settings.at(name), value + " is out of range; allowed: 0.0 to " + most);
        return Math.max(0, Math.min(most, value));
    }
}
