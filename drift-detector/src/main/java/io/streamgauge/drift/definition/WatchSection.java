package io.streamgauge.drift.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the {@code drift} section says of what is watched, and by which statistics. */
final class WatchSection {

    /** {@code drift.statistics}. */
    static final Table STATISTICS = Table.named("drift.statistics")
            .optional(
                    "numeric",
                    Property.Type.TEXTS,
                    null,
                    "Statistics of numbers; `psi` and `ks` if left out. Allowed: "
                            + String.join(", ", Measure.names(false)) + ".")
            .optional(
                    "categorical",
                    Property.Type.TEXTS,
                    null,
                    "Statistics of texts; `psi` and `chi_squared` if left out. Allowed: "
                            + String.join(", ", Measure.names(true)) + ".")
            .nested(
                    "by_name",
                    false,
                    byNameSchema(),
                    "Statistics of single inputs or outputs in place of these; statistics of texts take the distinct"
                            + " values of a number as categories.")
            .build();

    /** Steps in a sliding window. */
    private static final int MOST_PARTS = 168;

    /** Least predictions of a window by count. */
    private static final long MIN_ROWS = 20;

    private WatchSection() {}

    private static Map<String, Object> byNameSchema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", "names with lists of statistics");
        schema.put("type", "object");
        schema.put("additionalProperties", Map.of("type", "array", "items", Map.of("type", "string")));
        return schema;
    }

    /** @param drift the values of {@code drift} */
    static WatchDefinition read(Settings drift, Duration window, Optional<Settings> effect, Problems problems) {
        List<Watched> parts = parts(drift, problems);
        List<Measure> numeric = Measure.NUMERIC;
        List<Measure> categorical = Measure.CATEGORICAL;
        Map<String, List<Measure>> byName = new LinkedHashMap<>();
        Optional<ConfigNode> node = drift.nested("statistics");
        if (node.isPresent()) {
            Settings statistics = STATISTICS.read(node.get(), problems);
            if (statistics.has("numeric")) {
                numeric =
                        measures(statistics.at("numeric"), statistics.texts("numeric"), Measure.names(false), problems);
            }
            if (statistics.has("categorical")) {
                categorical = measures(
                        statistics.at("categorical"), statistics.texts("categorical"), Measure.names(true), problems);
            }
            statistics
                    .nested("by_name")
                    .ifPresent(names -> names.entries().forEach((name, written) -> {
                        List<String> texts = written.items().stream()
                                .map(item -> String.valueOf(item.text()))
                                .toList();
                        byName.put(name, measures(written, texts, allNames(), problems));
                    }));
        }
        return new WatchDefinition(
                parts,
                numeric,
                categorical,
                byName,
                effect.map(WatchSection::effects).orElse(Map.of()),
                effect.map(settings -> settings.doubleValue("volume")).orElse(WatchDefinition.VOLUME_EFFECT),
                drift.texts("segments"),
                drift.nested("detectors")
                        .map(written -> DetectorsSection.read(written, problems))
                        .orElse(List.of()),
                every(drift, window, problems),
                absence(drift, window, problems),
                rows(drift, parts, problems));
    }

    /** Predictions of a window by count; refused beside what needs windows of one length. */
    private static long rows(Settings drift, List<Watched> parts, Problems problems) {
        if (!drift.has("rows")) {
            return 0;
        }
        long rows = drift.longValue("rows");
        long least = Math.max(MIN_ROWS, drift.longValue("min_samples"));
        if (rows < least) {
            problems.add(
                    drift.at("rows"),
                    "is " + rows + "; allowed: min_samples, which is " + drift.longValue("min_samples")
                            + ", and more, at least " + MIN_ROWS);
            return 0;
        }
        if (drift.has("every")) {
            problems.add(
                    drift.at("every"),
                    "goes with windows of one length, and 'rows' ends them when they hold enough; leave one of the two out");
        }
        if (parts.contains(Watched.VOLUME)) {
            problems.add(
                    drift.at("watch"),
                    "has volume, which is the same in all windows of " + rows
                            + " predictions; leave it or 'rows' out, or set 'silence' to be told when none come");
        }
        Optional<ConfigNode> reference = drift.nested("reference");
        for (String mode : List.of("rolling", "seasonal")) {
            if (reference.isPresent() && reference.get().entries().containsKey(mode)) {
                problems.add(
                        reference.get(),
                        "'" + mode + "' goes with windows of one length; beside 'rows' allowed: first, events, file");
            }
        }
        return rows;
    }

    private static Absence absence(Settings drift, Duration window, Problems problems) {
        Duration forget = drift.duration("forget");
        if (drift.has("forget") && forget.compareTo(window) < 0) {
            problems.add(
                    drift.at("forget"),
                    "'" + Durations.format(forget) + "' is shorter than a window of " + Durations.format(window));
        }
        @Nullable Duration silence = drift.has("silence") ? drift.duration("silence") : null;
        if (silence != null && silence.isZero()) {
            problems.add(drift.at("silence"), "must be longer than 0s");
            silence = null;
        }
        return new Absence(forget, silence);
    }

    private static @Nullable Duration every(Settings drift, Duration window, Problems problems) {
        if (!drift.has("every")) {
            return null;
        }
        Duration every = drift.duration("every");
        boolean parts = every.toMillis() > 0 && window.toMillis() % every.toMillis() == 0;
        if (parts && window.toMillis() / every.toMillis() <= MOST_PARTS) {
            return every;
        }
        problems.add(
                drift.at("every"),
                "a window of " + Durations.format(window) + " is no whole number, at most " + MOST_PARTS + ", of "
                        + Durations.format(every));
        return null;
    }

    private static List<String> allNames() {
        return List.of(Measure.values()).stream().map(Measure::text).toList();
    }

    private static List<Watched> parts(Settings drift, Problems problems) {
        if (!drift.has("watch")) {
            return Watched.DEFAULT;
        }
        List<Watched> parts = new ArrayList<>();
        for (String text : drift.texts("watch")) {
            Watched.named(text)
                    .ifPresentOrElse(
                            parts::add,
                            () -> problems.add(drift.at("watch"), Suggestion.unknown("part", text, Watched.names())));
        }
        return parts;
    }

    private static List<Measure> measures(
            ConfigNode node, List<String> texts, List<String> allowed, Problems problems) {
        List<Measure> measures = new ArrayList<>();
        for (String text : texts) {
            Optional<Measure> measure = allowed.contains(text) ? Measure.named(text) : Optional.empty();
            measure.ifPresentOrElse(
                    measures::add, () -> problems.add(node, Suggestion.unknown("statistic", text, allowed)));
        }
        if (texts.isEmpty()) {
            problems.add(node, "names no statistic; to watch something no more, name it in 'exclude'");
        }
        return measures.stream().distinct().toList();
    }

    /** Those that {@link DriftDefinition.Effect} does not hold. */
    private static Map<Measure, Double> effects(Settings effect) {
        Map<Measure, Double> effects = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            boolean elsewhere = measure == Measure.PSI || measure == Measure.KS;
            if (!elsewhere && effect.has(measure.text())) {
                effects.put(measure, effect.doubleValue(measure.text()));
            }
        }
        return effects;
    }
}
