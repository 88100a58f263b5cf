package io.streamgauge.drift.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads {@code drift.reference}. */
final class ReferenceSection {

    /** Windows of a model that has no profile where {@code file} is asked for, unless {@code first} says otherwise. */
    private static final int WINDOWS_WITHOUT_PROFILE = 14;

    /** Most windows that a rolling reference and its lag hold together: each is in the state with 64 rows or more. */
    private static final long MOST_ROLLING_WINDOWS = 2000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /** Keys of which one says how the reference comes to be. */
    private static final List<String> MODES = List.of("first", "events", "file", "rolling", "seasonal");

    static final Table REFERENCE = Table.named("drift.reference")
            .optional(
                    "first",
                    Property.Type.DURATION,
                    null,
                    "The first predictions of a model, so long; a whole number of windows. Beside `file`: of a model that has no"
                            + " profile; 14 windows if left out.")
            .optional(
                    "events",
                    Property.Type.LONG,
                    null,
                    "The first predictions of a model: whole windows, until they hold so many.")
            .optional(
                    "file",
                    Property.Type.TEXT,
                    null,
                    "A profile of the data that the document's model was trained on, as `streamgauge profile` writes it; relative to"
                            + " the folder of the pipeline document. A model that is deployed has the profile that it was registered with.")
            .optional(
                    "rolling",
                    Property.Type.DURATION,
                    null,
                    "The last predictions before a window, so long and `lag` behind it; a whole number of windows. Both together are 2,000"
                            + " windows at most.")
            .optional(
                    "lag",
                    Property.Type.DURATION,
                    null,
                    "How far a rolling reference stays behind the window compared, a whole number of windows; as long as itself if"
                            + " left out. The longer, the slower a change may be and still be seen.")
            .optional(
                    "seasonal",
                    Property.Type.DURATION,
                    null,
                    "The first predictions of a model, so long, parted by the hour of the week: a window is compared with the same"
                            + " hours. A whole number of weeks; four and more are of use.")
            .optional(
                    "zone",
                    Property.Type.TEXT,
                    null,
                    "Whose clock tells the hours of a seasonal reference, such as `Europe/Berlin` or `UTC`.")
            .optional(
                    "after",
                    Property.Type.DURATION,
                    "0s",
                    "Skipped before the reference starts, a whole number of windows: as long as the features need to fill"
                            + " their own windows, since until then they change by themselves.")
            .build();

    private ReferenceSection() {}

    static ReferencePeriod read(Settings drift, Duration window, Problems problems) {
        ReferencePeriod fallback = new ReferencePeriod(window, Duration.ZERO);
        Optional<ConfigNode> node = drift.nested("reference");
        if (node.isEmpty()) {
            return fallback;
        }
        Settings reference = REFERENCE.read(node.get(), problems);
        List<String> written = MODES.stream()
                .filter(mode -> reference.node().entries().containsKey(mode))
                .toList();
        if (written.isEmpty()) {
            if (!List.of("after", "lag", "zone")
                    .containsAll(reference.node().entries().keySet())) {
                return fallback; // an unknown key has been noted, or there is no mapping
            }
            problems.add(
                    reference.node(),
                    "says not what windows are compared with; expected one of " + String.join(", ", MODES)
                            + ", such as {first: 14d}");
            return fallback;
        }
        if (written.size() > 1 && !written.equals(List.of("first", "file"))) {
            problems.add(
                    reference.node(),
                    "has " + String.join(" and ", written) + "; allowed: one of " + String.join(", ", MODES)
                            + ", and 'first' beside 'file'");
            return fallback;
        }
        Duration after = wholeWindows(reference, "after", window, Duration.ZERO, problems);
        goesWith(reference, "lag", "rolling", problems);
        goesWith(reference, "zone", "seasonal", problems);
        return switch (written.get(written.size() - 1)) {
            case "events" -> events(reference, window, after, problems);
            case "file" -> file(reference, window, after, problems);
            case "rolling" -> rolling(reference, window, after, problems);
            case "seasonal" -> seasonal(reference, window, after, problems);
            default -> new ReferencePeriod(length(reference, "first", window, problems), after);
        };
    }

    private static ReferencePeriod events(Settings reference, Duration window, Duration after, Problems problems) {
        long events = reference.longValue("events");
        if (reference.has("events") && events < 1) {
            problems.add(reference.at("events"), "is " + events + "; allowed: 1 and more");
            events = 1;
        }
        return new ReferencePeriod(window, after, ReferenceMode.EVENTS, events, null);
    }

    private static ReferencePeriod file(Settings reference, Duration window, Duration after, Problems problems) {
        String file = reference.text("file");
        if (reference.has("file") && file.isBlank()) {
            problems.add(reference.at("file"), "is empty; expected a file that 'streamgauge profile' wrote");
        }
        return new ReferencePeriod(
                reference.has("first")
                        ? length(reference, "first", window, problems)
                        : window.multipliedBy(WINDOWS_WITHOUT_PROFILE),
                after,
                ReferenceMode.FILE,
                0,
                Path.of(reference.node().file()).resolveSibling(file).toString());
    }

    private static void goesWith(Settings reference, String name, String mode, Problems problems) {
        if (reference.has(name) && !reference.node().entries().containsKey(mode)) {
            problems.add(
                    reference.at(name), "goes with '" + mode + "'; leave it out, or say how long '" + mode + "' is");
        }
    }

    private static ReferencePeriod rolling(Settings reference, Duration window, Duration after, Problems problems) {
        Duration length = length(reference, "rolling", window, problems);
        Duration lag = reference.has("lag") ? wholeWindows(reference, "lag", window, length, problems) : length;
        long windows = length.plus(lag).toMillis() / window.toMillis();
        if (windows > MOST_ROLLING_WINDOWS) {
            problems.add(
                    reference.at("rolling"),
                    "%s and a lag of %s are %d windows of %s; allowed: %d, since each is kept; longer windows are fewer"
                            .formatted(
                                    Durations.format(length),
                                    Durations.format(lag),
                                    windows,
                                    Durations.format(window),
                                    MOST_ROLLING_WINDOWS));
        }
        return new ReferencePeriod(length, after, ReferenceMode.ROLLING, 0, null, lag, null);
    }

    private static ReferencePeriod seasonal(Settings reference, Duration window, Duration after, Problems problems) {
        Duration length = length(reference, "seasonal", window, problems);
        if (window.compareTo(DAY) > 0) {
            problems.add(
                    reference.at("seasonal"),
                    "takes windows of at most 1d, and drift.window is " + Durations.format(window));
        } else if (reference.has("seasonal") && length.toMillis() % WEEK.toMillis() != 0) {
            problems.add(
                    reference.at("seasonal"),
                    "'" + Durations.format(length) + "' is not a whole number of weeks, such as 28d");
        }
        return new ReferencePeriod(
                length, after, ReferenceMode.SEASONAL, 0, null, Duration.ZERO, zone(reference, problems));
    }

    private static ZoneId zone(Settings reference, Problems problems) {
        String written = reference.text("zone");
        if (!reference.has("zone")) {
            if (!reference.node().entries().containsKey("zone")) {
                problems.add(
                        reference.node(),
                        "'zone' is missing: whose clock tells the hours, such as Europe/Berlin or UTC");
            }
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(written);
        } catch (DateTimeException e) {
            problems.add(
                    reference.at("zone"),
                    "unknown zone '" + written + "'"
                            + Suggestion.nearest(written, ZoneId.getAvailableZoneIds())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("; expected one such as Europe/Berlin or UTC"));
            return ZoneOffset.UTC;
        }
    }

    /** A length of one window at least. */
    private static Duration length(Settings reference, String name, Duration window, Problems problems) {
        if (!reference.has(name)) {
            return window;
        }
        Duration length = wholeWindows(reference, name, window, window, problems);
        if (length.isZero()) {
            problems.add(reference.at(name), "the reference holds at least one window of " + Durations.format(window));
            return window;
        }
        return length;
    }

    private static Duration wholeWindows(
            Settings settings, String name, Duration window, Duration fallback, Problems problems) {
        Duration value = settings.duration(name);
        if (value.toMillis() % window.toMillis() == 0) {
            return value;
        }
        problems.add(
                settings.at(name),
                "'%s' is not a whole number of windows of %s"
                        .formatted(Durations.format(value), Durations.format(window)));
        return fallback;
    }
}
