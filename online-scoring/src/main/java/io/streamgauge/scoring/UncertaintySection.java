package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code model.uncertainty} section: sets or intervals that hold the outcome as often as they say. */
final class UncertaintySection {

    static final String UPDATE = "update";
    private static final int MAX_LABELS = 1_000_000;
    private static final Duration LEAST_UPDATE = Duration.ofMinutes(1);
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,4})?) ?%");
    private static final Coverage FALLBACK = Coverage.of(0.9);

    private static final Table TABLE = Table.named("model.uncertainty")
            .choice(
                    "gives",
                    null,
                    Arrays.stream(Gives.values()).map(Gives::text).toList(),
                    "`set`: the outcome is a class, and predictions carry the classes that it may be; `interval`: the"
                            + " outcome is a number, and they carry the bounds between which it lies.")
            .optional(
                    "coverage",
                    Property.Type.TEXT,
                    "90%",
                    "Share of outcomes that sets or intervals are to hold, from 50% to 99.99%.")
            .optional(
                    "per_class",
                    Property.Type.BOOLEAN,
                    "false",
                    "Whether sets are to hold that share of the outcomes of each class, and not only of all together; wants that"
                            + " many more labels.")
            .optional(
                    UPDATE,
                    Property.Type.DURATION,
                    null,
                    "How often the running pipeline learns them anew from `labels`, in the labels' event time, such as `1d`;"
                            + " at least 1m. Without it only `streamgauge models conform` does.")
            .optional(
                    "labels",
                    Property.Type.LONG,
                    "5000",
                    "From how many labels at most they are learnt: the newest; up to 1000000, which are held in memory"
                            + " meanwhile.")
            .build();

    private UncertaintySection() {}

    static UncertaintyDefinition read(ConfigNode node, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        Gives gives = settings.has("gives") && settings.text("gives").equals(Gives.INTERVAL.text())
                ? Gives.INTERVAL
                : Gives.SET;
        boolean perClass = settings.bool("per_class");
        if (perClass && gives == Gives.INTERVAL) {
            problems.add(settings.at("per_class"), "an interval has no classes; per_class goes with 'gives: set'");
            perClass = false;
        }
        Optional<Duration> update = settings.has(UPDATE) ? Optional.of(settings.duration(UPDATE)) : Optional.empty();
        if (update.isPresent() && update.get().compareTo(LEAST_UPDATE) < 0) {
            problems.add(
                    settings.at(UPDATE),
                    "'" + Durations.format(update.get()) + "' is out of range; allowed: 1m and more");
        }
        Coverage coverage = coverage(settings, problems);
        long labels = settings.longValue("labels");
        if (labels < 1 || labels > MAX_LABELS) {
            problems.add(settings.at("labels"), "'" + labels + "' is out of range; allowed: 1 to " + MAX_LABELS);
            labels = 1;
        } else if (labels < coverage.fewestLabels()) {
            problems.add(
                    settings.at("labels"),
                    "a coverage of " + coverage + " wants at least " + coverage.fewestLabels()
                            + " labels: from fewer, every set has all classes and no interval has bounds");
        }
        return new UncertaintyDefinition(gives, coverage, perClass, update, (int) labels);
    }

    private static Coverage coverage(Settings settings, Problems problems) {
        Matcher percent = PERCENT.matcher(settings.text("coverage"));
        double share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : Double.NaN;
        if (share >= 0.5 && share < 1) {
            return Coverage.of(share);
        }
        problems.add(
                settings.at("coverage"),
                "'" + settings.text("coverage") + "' is no coverage; expected 50% to 99.99%, such as 90%");
        return FALLBACK;
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
