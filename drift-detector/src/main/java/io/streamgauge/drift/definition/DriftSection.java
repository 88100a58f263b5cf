package io.streamgauge.drift.definition;

import io.streamgauge.drift.definition.DriftDefinition.Effect;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the {@code drift} section. */
public final class DriftSection {

    /** {@code drift.reference}. */
    public static final Table REFERENCE = ReferenceSection.REFERENCE;

    /** {@code drift.effect}. */
    public static final Table EFFECT = effects();

    private static Table effects() {
        Table.Builder table = Table.named("drift.effect")
                .optional(
                        "psi",
                        Property.Type.DOUBLE,
                        "0.1",
                        "Least PSI that counts as drift, in nats, however significant.")
                .optional(
                        "ks",
                        Property.Type.DOUBLE,
                        "0.1",
                        "Least KS distance that counts as drift, in [0, 1], however significant.");
        for (Measure measure : Measure.values()) {
            if (measure != Measure.PSI && measure != Measure.KS) {
                table.optional(measure.text(), Property.Type.DOUBLE, Double.toString(measure.effect()), measure.doc());
            }
        }
        return table.optional(
                        "volume",
                        Property.Type.DOUBLE,
                        Double.toString(WatchDefinition.VOLUME_EFFECT),
                        "Change of the number of predictions in a window, as a share of the reference's.")
                .build();
    }

    /** {@code drift.critical}. */
    public static final Table CRITICAL = Table.named("drift.critical")
            .optional("psi", Property.Type.DOUBLE, null, "PSI from which on an alert is critical at once, in nats.")
            .optional(
                    "ks",
                    Property.Type.DOUBLE,
                    null,
                    "KS distance from which on an alert is critical at once, in [0, 1].")
            .build();

    /** {@code drift}. */
    public static final Table DRIFT = Table.named("drift")
            .optional(
                    "window",
                    Property.Type.DURATION,
                    "1d",
                    "Length of the event-time windows compared with the reference.")
            .nested("reference", true, REFERENCE.jsonSchema(), "The period whose distributions are taken as right.")
            .optional(
                    "lateness",
                    Property.Type.DURATION,
                    "1h",
                    "How far behind its partition's latest event time a prediction still counts; windows close this much later.")
            .optional(
                    "corrections",
                    Property.Type.DURATION,
                    "0s",
                    "How long after that a later prediction still corrects the verdict on its window, a whole number of windows: when"
                            + " it is over, the window is judged once more. Neither with `rows` nor with a `rolling` reference.")
            .optional(
                    "budget",
                    Property.Type.TEXT,
                    "1 false retraining per 30d",
                    "False retraining events allowed when nothing changes; sets the level of significance.")
            .optional(
                    "level",
                    Property.Type.DOUBLE,
                    "0.05",
                    "Greatest chance of a significant change in a window without one, over all features, whatever the budget.")
            .nested("effect", false, EFFECT.jsonSchema(), "Least effects that count as drift.")
            .optional(
                    "confirm",
                    Property.Type.TEXT,
                    "2 of 3",
                    "How many of the last windows must drift before an alert turns critical and asks for retraining.")
            .optional("cooldown", Property.Type.DURATION, "7d", "Least event time between two retraining events.")
            .optional("min_samples", Property.Type.LONG, "100", "Predictions a window must hold to be judged.")
            .optional("exclude", Property.Type.TEXTS, null, "Model inputs that are not watched.")
            .nested(
                    "critical",
                    false,
                    CRITICAL.jsonSchema(),
                    "Effects so large that an alert is critical at once; without it, one is critical when confirmed.")
            .nested(
                    "deliver",
                    false,
                    DeliverySection.DELIVER.jsonSchema(),
                    "Where retraining events are taken, beside their topic.")
            .nested(
                    "performance",
                    false,
                    PerformanceSection.PERFORMANCE.jsonSchema(),
                    "How the model's performance is followed, from the outcomes of `labels`; without it, it is not.")
            .nested(
                    "fairness",
                    false,
                    PerformanceSection.FAIRNESS.jsonSchema(),
                    "Groups between which decisions and their outcomes are compared; needs `performance`.")
            .optional(
                    "watch",
                    Property.Type.TEXTS,
                    null,
                    "What is watched; `inputs` and `score` if left out. Allowed: " + String.join(", ", Watched.names())
                            + ".")
            .nested(
                    "statistics",
                    false,
                    WatchSection.STATISTICS.jsonSchema(),
                    "Statistics by which windows are compared with the reference.")
            .optional(
                    "segments",
                    Property.Type.TEXTS,
                    null,
                    "Inputs or outputs by whose values the predictions are watched apart as well, each by its most frequent"
                            + " 20 values and all others together.")
            .nested(
                    "detectors",
                    false,
                    DetectorsSection.jsonSchema(),
                    "Change detectors over single values, each `{on: score, detector: adwin}` and settings of it, see"
                            + " [drift.md](drift.md).")
            .optional(
                    "every",
                    Property.Type.DURATION,
                    null,
                    "Time from the end of one window to that of the next, of which a window is a whole number: windows overlap, and a"
                            + " change is seen sooner. Without it each window begins where the last ends.")
            .optional(
                    "rows",
                    Property.Type.LONG,
                    null,
                    "Predictions of a model with which a window ends, at the end of the `window` that brings them: windows hold equally much,"
                            + " whatever the rate, and are whole multiples of `window` long. Without it they are all as long as `window`.")
            .optional(
                    "forget",
                    Property.Type.DURATION,
                    "90d",
                    "Event time without a prediction of a model after which its reference and detectors are forgotten and its open alert"
                            + " resolved; at least a window.")
            .optional(
                    "silence",
                    Property.Type.DURATION,
                    null,
                    "Time by the clock without any prediction after which an alert says so, at once and not with the next window;"
                            + " without it none does.")
            .build();

    private DriftSection() {}

    /** The definition; where a value is wrong it is noted and the default stands in its place. */
    public static DriftDefinition read(ConfigNode node, Problems problems) {
        Settings drift = DRIFT.read(node, problems);
        Duration window = positive(drift, "window", Duration.ofDays(1), problems);
        if (drift.nested("fairness").isPresent() && drift.nested("performance").isEmpty()) {
            problems.add(
                    drift.at("fairness"),
                    "needs outcomes to compare; add 'performance', such as performance: {wait: 7d}");
        }
        return new DriftDefinition(
                window,
                ReferenceSection.read(drift, window, problems),
                drift.duration("lateness"),
                parsed(drift, "budget", Budget::parse, Budget.ALLOWED, problems),
                inRange(drift, "level", drift.doubleValue("level"), 1e-9, 0.5, problems),
                effect(drift, problems),
                parsed(drift, "confirm", Confirmation::parse, Confirmation.ALLOWED, problems),
                drift.duration("cooldown"),
                (long) inRange(drift, "min_samples", (double) drift.longValue("min_samples"), 20, 1e9, problems),
                drift.texts("exclude"),
                new Response(critical(drift, problems), delivery(drift, problems)),
                drift.nested("performance")
                        .map(section -> PerformanceSection.read(section, drift.nested("fairness"), window, problems))
                        .orElse(null),
                WatchSection.read(drift, window, effectSettings(drift), problems),
                CorrectionsKey.read(drift, window, problems));
    }

    /** JSON Schema of the section. */
    public static Map<String, Object> jsonSchema() {
        return DRIFT.jsonSchema();
    }

    /** The tables of the section, for the reference page. */
    public static List<Table> tables() {
        return List.of(
                DRIFT,
                REFERENCE,
                EFFECT,
                WatchSection.STATISTICS,
                CRITICAL,
                DeliverySection.DELIVER,
                DeliverySection.WEBHOOK,
                PerformanceSection.PERFORMANCE,
                PerformanceSection.FAIRNESS);
    }

    private static Effect effect(Settings drift, Problems problems) {
        Optional<ConfigNode> node = drift.nested("effect");
        if (node.isEmpty()) {
            return new Effect(0.1, 0.1);
        }
        Settings effect = EFFECT.read(node.get(), problems);
        for (Property property : EFFECT.properties()) {
            if (effect.has(property.name())) {
                double most = property.name().equals("ks") ? 1 : 100;
                inRange(effect, property.name(), effect.doubleValue(property.name()), 0, most, problems);
            }
        }
        return new Effect(
                Math.min(100, Math.max(0, effect.doubleValue("psi"))),
                Math.min(1, Math.max(0, effect.doubleValue("ks"))));
    }

    /** The same values, whose problems have been noted. */
    private static Optional<Settings> effectSettings(Settings drift) {
        return drift.nested("effect").map(node -> EFFECT.read(node, new Problems()));
    }

    private static @Nullable Delivery delivery(Settings drift, Problems problems) {
        return drift.nested("deliver")
                .map(node -> DeliverySection.read(node, problems))
                .orElse(null);
    }

    private static Effect critical(Settings drift, Problems problems) {
        Optional<ConfigNode> node = drift.nested("critical");
        if (node.isEmpty()) {
            return Response.DEFAULT.critical();
        }
        Settings critical = CRITICAL.read(node.get(), problems);
        return new Effect(
                critical.has("psi")
                        ? inRange(critical, "psi", critical.doubleValue("psi"), 0, 100, problems)
                        : Double.POSITIVE_INFINITY,
                critical.has("ks")
                        ? inRange(critical, "ks", critical.doubleValue("ks"), 0, 1, problems)
                        : Double.POSITIVE_INFINITY);
    }

    private static Duration positive(Settings settings, String name, Duration fallback, Problems problems) {
        Duration value = settings.duration(name);
        if (value.isZero()) {
            problems.add(settings.at(name), "must be longer than 0s");
            return fallback;
        }
        return value;
    }

    /** The value, drawn into its range after a problem is noted. */
    private static double inRange(
            Settings settings, String name, double value, double least, double most, Problems problems) {
        if (value >= least && value <= most) {
            return value;
        }
        problems.add(settings.at(name), value + " is out of range; allowed: " + least + " to " + most);
        return Math.max(least, Math.min(most, value));
    }

    private static <T> T parsed(
            Settings settings, String name, Function<String, Optional<T>> parse, String allowed, Problems problems) {
        String text = settings.text(name);
        Optional<T> value = parse.apply(text);
        if (value.isEmpty()) {
            problems.add(settings.at(name), "cannot read '" + text + "'; allowed: " + allowed);
            return parse.apply(fallback(name)).orElseThrow();
        }
        return value.get();
    }

    private static String fallback(String name) {
        return DRIFT.properties().stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .map(property -> String.valueOf(property.fallback()))
                .orElseThrow();
    }
}
