package io.streamgauge.store.change;

import io.streamgauge.store.change.StateDescription.Feature;
import io.streamgauge.store.change.StateDescription.Series;
import io.streamgauge.store.change.StateDescription.Source;
import io.streamgauge.store.change.StateDescription.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of state that one definition made when another takes it over.
 *
 * <p>A series of values is kept when its inputs are the same, whatever is aggregated over it. A series that is new takes
 * values from the events still to come: those with times after the greatest the former definition has reached, T, are all
 * among them. Of a series that is kept, the former definition may have dropped what no window of its own could need: values
 * up to T - lateness - h, with h how far back its longest window reached. So a longer window is complete later too.
 *
 * <p>A view's rows lie in the tasks of its entity and were made by its source: neither may change under them.
 *
 * @param now the description to keep from now on
 * @param kept features whose definition is the same, {@code <view>.<feature>}
 * @param fresh features that are new or have another definition
 * @param gone features that are no more
 * @param notes what else the user should know
 * @param refused why the state cannot be taken over; empty when it can
 */
public record StateChange(
        StateDescription now,
        List<String> kept,
        List<String> fresh,
        List<String> gone,
        List<String> notes,
        List<String> refused) {

    public StateChange {
        kept = List.copyOf(kept);
        fresh = List.copyOf(fresh);
        gone = List.copyOf(gone);
        notes = List.copyOf(notes);
        refused = List.copyOf(refused);
    }

    /** Whether there is one at all. */
    public static boolean isOne(StateDescription before, StateDescription wanted) {
        return wanted.differsFrom(before);
    }

    /**
     * Compares definitions.
     *
     * @param before what the state was made with
     * @param wanted what is to go on with it
     * @param reachedMs greatest event time that each source has reached under the former definition, by its name; none for
     *     one without events
     */
    public static StateChange between(StateDescription before, StateDescription wanted, Map<String, Long> reachedMs) {
        return new Comparison(before, wanted, reachedMs).result();
    }

    /** What a user reads, a line each: kept in one line, then what is new, since when it is complete, and what is gone. */
    public List<String> lines() {
        Completeness completeness = now.completeness();
        List<String> lines = new ArrayList<>();
        lines.add("kept: " + kept.size() + (kept.size() == 1 ? " feature" : " features") + " with the state there is");
        for (String feature : kept) {
            completeness.of(feature).ifPresent(entry -> lines.add("  of them " + feature + ", " + text(entry)));
        }
        for (String feature : fresh) {
            lines.add("new: " + feature + ", "
                    + completeness.of(feature).map(StateChange::text).orElse("complete"));
        }
        gone.forEach(feature -> lines.add("gone: " + feature));
        lines.addAll(notes);
        return lines;
    }

    /** Since when a feature is complete, in words. */
    public static String text(Completeness.Entry entry) {
        Instant since = Instant.ofEpochMilli(entry.sinceMs());
        return entry.completeFromMs()
                .map(from -> "complete from " + Instant.ofEpochMilli(from) + " (event time, " + words(entry.reachMs())
                        + " after " + since + ")")
                .orElse("never complete: it counts events after " + since);
    }

    private static String words(@Nullable Long reachMs) {
        return reachMs == null ? "" : io.streamgauge.schemas.config.Durations.format(Duration.ofMillis(reachMs));
    }

    /** One comparison at work. */
    private static final class Comparison {

        private final StateDescription before;
        private final StateDescription wanted;
        private final Map<String, Long> reachedMs;
        private final List<String> kept = new ArrayList<>();
        private final List<String> fresh = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();

        Comparison(StateDescription before, StateDescription wanted, Map<String, Long> reachedMs) {
            this.before = before;
            this.wanted = wanted;
            this.reachedMs = reachedMs;
        }

        StateChange result() {
            if (!before.scored().equals(wanted.scored())) {
                refused.add("the scored source is " + wanted.scored() + ", it was " + before.scored());
            }
            wanted.sources().forEach((name, source) -> {
                Source old = before.sources().get(name);
                if (old != null) {
                    compare(name, old, source);
                }
            });
            order();
            List<View> views = new ArrayList<>();
            for (View view : wanted.views()) {
                views.add(
                        before.view(view.name()).map(old -> changed(old, view)).orElseGet(() -> added(view)));
            }
            Set<String> gone = new LinkedHashSet<>();
            before.views().forEach(view -> gone.addAll(view.featureNames()));
            wanted.views().forEach(view -> view.featureNames().forEach(gone::remove));
            return new StateChange(wanted.after(before, views), kept, fresh, List.copyOf(gone), notes, refused);
        }

        private void compare(String name, Source old, Source source) {
            same("topic of source " + name, old.topic(), source.topic());
            same("id of source " + name, old.id(), source.id());
            same("time of source " + name, old.time(), source.time());
            same("key of source " + name, old.key(), source.key());
            Map<String, String> types = source.types();
            old.types().forEach((field, type) -> {
                if (types.containsKey(field)) {
                    same("type of field " + field + " of source " + name, type, types.get(field));
                }
            });
            if (!old.expectations().equals(source.expectations())) {
                notes.add("changed: what source " + name + " expects of events, for events from now on");
            }
            if (old.latenessMs() != source.latenessMs()) {
                notes.add("changed: lateness of source " + name + ", for events from now on");
            }
        }

        private void same(String what, @Nullable String old, @Nullable String now) {
            if (!Objects.equals(old, now)) {
                refused.add("the " + what + " is " + shown(now) + ", it was " + shown(old));
            }
        }

        private static String shown(@Nullable String value) {
            return value == null || value.isEmpty() ? "none" : value;
        }

        /** An event on its way has visited the views before the hop it waits in, and no others. */
        private void order() {
            List<String> now = wanted.views().stream().map(View::name).toList();
            List<String> old = before.views().stream().map(View::name).toList();
            Set<String> lost = new TreeSet<>(old);
            now.forEach(lost::remove);
            lost.forEach(view -> refused.add("view " + view + " is gone; events may be on their way to it"));
            List<String> stay = old.stream().filter(now::contains).toList();
            if (!now.stream().filter(old::contains).toList().equals(stay)) {
                refused.add("the order of views is " + String.join(", ", now) + "; it was " + String.join(", ", old));
            }
        }

        private View changed(View old, View view) {
            same("entity of view " + view.name(), old.entity(), view.entity());
            same("source of view " + view.name(), old.source(), view.source());
            if (old.entity().equals(view.entity()) && old.source().equals(view.source())) {
                same("way of events to view " + view.name(), old.route(), view.route());
            }
            Map<String, Feature> known =
                    old.features().stream().collect(Collectors.toMap(Feature::name, feature -> feature));
            for (Feature feature : view.features()) {
                String name = view.name() + "." + feature.name();
                Feature was = known.get(feature.name());
                (feature.equals(was) ? kept : fresh).add(name);
                if (!feature.equals(was)) {
                    if (was != null) {
                        notes.add("changed: " + name + " has the name of one that was defined otherwise");
                    }
                    refuseLateUnbounded(name, feature, old);
                }
            }
            Map<String, Series> series = new LinkedHashMap<>();
            view.series().keySet().forEach(identity -> series.put(identity, series(identity, old, view)));
            return with(view, series);
        }

        /** What an unbounded window has let go of is a state per aggregate; of one that was not there nothing is left. */
        private void refuseLateUnbounded(String name, Feature feature, View old) {
            boolean others = old.features().stream()
                    .anyMatch(f -> f.reachMs() == null && f.series().equals(feature.series()));
            boolean same = old.features().stream().anyMatch(f -> f.reachMs() == null && alike(f, feature));
            if (feature.reachMs() == null && others && !same) {
                refused.add("feature " + name + " is over all events ever, of which those that only other unbounded"
                        + " windows still count are no longer held; give it a length");
            }
        }

        private static boolean alike(Feature a, Feature b) {
            return a.series().equals(b.series()) && function(a).equals(function(b));
        }

        /** The function with its arguments: the states of one limit are not those of another. */
        private static List<String> function(Feature feature) {
            return List.of(feature.text().split("\\s", 5)).subList(2, 4);
        }

        private Series series(String identity, View old, View view) {
            Series was = old.series().get(identity);
            Long reached = reachedMs.get(view.source());
            if (was == null) {
                return new Series(reached, reached);
            }
            Long spine = reachedMs.get(wanted.scored());
            Long sinceMs = was.sinceMs();
            long keptMs = reach(old, identity) + latenessMs(before);
            Long heldSinceMs = spine == null ? null : Long.valueOf(spine - keptMs);
            if (reach(view, identity) + latenessMs(wanted) > keptMs) {
                sinceMs = latest(sinceMs, heldSinceMs);
            }
            boolean wasUnbounded = unbounded(old, identity);
            Long everSinceMs = wasUnbounded ? was.everSinceMs() : latest(was.sinceMs(), heldSinceMs);
            return new Series(sinceMs, everSinceMs);
        }

        private static @Nullable Long latest(@Nullable Long a, @Nullable Long b) {
            return a == null ? b : b == null ? a : Long.valueOf(Math.max(a, b));
        }

        private static long latenessMs(StateDescription description) {
            Source scored = description.sources().get(description.scored());
            return scored == null ? 0 : scored.latenessMs();
        }

        private static long reach(View view, String identity) {
            return view.features().stream()
                    .filter(feature -> feature.series().equals(identity))
                    .map(Feature::reachMs)
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
        }

        private static boolean unbounded(View view, String identity) {
            return view.features().stream().anyMatch(f -> f.series().equals(identity) && f.reachMs() == null);
        }

        /** A view that was not there: it sees what its source sends from now on, of a new source all there is. */
        private View added(View view) {
            fresh.addAll(view.featureNames());
            Optional<Source> scored = Optional.ofNullable(before.sources().get(wanted.scored()));
            if (scored.isPresent()
                    && !scored.get()
                            .types()
                            .keySet()
                            .containsAll(List.of(view.entity().split(",", -1)))) {
                refused.add(
                        "view " + view.name() + " is of field " + view.entity()
                                + ", which is new too and which events on their way do not have; start once with the field alone");
            }
            Long reached = reachedMs.get(view.source());
            Map<String, Series> series = new LinkedHashMap<>();
            view.series().keySet().forEach(identity -> series.put(identity, new Series(reached, reached)));
            return with(view, series);
        }

        private static View with(View view, Map<String, Series> series) {
            return new View(view.name(), view.entity(), view.source(), view.route(), view.features(), series);
        }
    }
}
