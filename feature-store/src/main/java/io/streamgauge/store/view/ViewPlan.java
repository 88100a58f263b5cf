package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Extreme;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.aggregate.FoldedNumber;
import io.streamgauge.store.aggregate.Invertible;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.RowBytes;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.EventSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A view's definition laid out: its series, what slides over them, and how features are read. */
final class ViewPlan {

    /** No max_age. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private final List<SeriesPlan> series;
    private final FeatureRead[][] withCurrent;
    private final FeatureRead[][] withoutCurrent;
    private final int features;
    private final List<String> fields;
    private final long maxAgeMs;
    private final long longestDelayMs;

    ViewPlan(ViewDefinition view, EventSchema feed) {
        this(view, feed, 0);
    }

    /** @param feedLatenessMs as of {@link ViewEngine#ViewEngine(ViewDefinition, EventSchema, Duration)} */
    ViewPlan(ViewDefinition view, EventSchema feed, long feedLatenessMs) {
        if (view.delay().isNegative()) {
            throw new IllegalArgumentException("view '" + view.name() + "': the delay is not negative");
        }
        Map<SeriesKey, Draft> drafts = new LinkedHashMap<>();
        int first = 0;
        for (AggregateDefinition definition : view.aggregates()) {
            FieldInput input = FieldInput.of(view, definition, feed);
            Draft draft =
                    drafts.computeIfAbsent(SeriesKey.of(input, definition), key -> new Draft(key, feedLatenessMs));
            first += draft.add(definition, view.delayOf(definition).toMillis(), first);
        }
        RowBytes.tooMany(view, feed).or(view::maxAgeProblem).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        maxAgeMs = view.maxAge().map(Duration::toMillis).orElse(FOR_EVER);
        longestDelayMs = view.longestDelay().toMillis();
        features = first;
        fields = drafts.keySet().stream()
                .flatMap(key -> key.input().fields().stream())
                .distinct()
                .toList();
        series = drafts.values().stream().map(Draft::plan).toList();
        if (series.stream().map(SeriesPlan::identity).distinct().count() < series.size()
                || series.stream().anyMatch(one -> one.identity() == RowCodec.LIVES)) {
            throw new IllegalStateException("view '" + view.name() + "': two inputs hash alike; rename a field");
        }
        withCurrent = drafts.values().stream()
                .map(d -> d.withCurrent.toArray(FeatureRead[]::new))
                .toArray(FeatureRead[][]::new);
        withoutCurrent = drafts.values().stream()
                .map(d -> d.withoutCurrent.toArray(FeatureRead[]::new))
                .toArray(FeatureRead[][]::new);
    }

    List<SeriesPlan> series() {
        return series;
    }

    /** Names of the fields that events are asked for. */
    List<String> fields() {
        return fields;
    }

    int features() {
        return features;
    }

    /** How long after an event its entity is known, in milliseconds, or {@link #FOR_EVER}. */
    long maxAgeMs() {
        return maxAgeMs;
    }

    /** How long after its event time an event counts for the last of the aggregates, in milliseconds. */
    long longestDelayMs() {
        return longestDelayMs;
    }

    /** Reads of the aggregates that count the current event, series by series. */
    FeatureRead[][] withCurrent() {
        return withCurrent;
    }

    /** Reads of the aggregates that leave out the current event, series by series. */
    FeatureRead[][] withoutCurrent() {
        return withoutCurrent;
    }

    /** One series as its aggregates are found. */
    private static final class Draft {

        private final SeriesKey key;
        private final long feedLatenessMs;
        private final List<Long> delaysMs = new ArrayList<>();
        private final List<PlacedWindow> windows = new ArrayList<>();
        private final List<Recipe> invertible = new ArrayList<>();
        private final Set<Integer> summed = new HashSet<>();
        private final List<Recipe> merged = new ArrayList<>();
        private final List<Extreme> extremes = new ArrayList<>();
        private final Set<Recipe> ever = new HashSet<>();
        private final List<FeatureRead> withCurrent = new ArrayList<>();
        private final List<FeatureRead> withoutCurrent = new ArrayList<>();
        private int oldest;
        private int newest;
        private long horizonMs;
        private long orderMs;

        Draft(SeriesKey key, long feedLatenessMs) {
            this.key = key;
            this.feedLatenessMs = feedLatenessMs;
        }

        /** Adds an aggregate whose first feature has index {@code first}; returns how many features it has. */
        int add(AggregateDefinition definition, long delayMs, int first) {
            Aggregate aggregate = definition.aggregate();
            RowBytes.wrong(definition.windows(), definition.resolution().isPresent(), definition.function(), aggregate)
                    .ifPresent(problem -> {
                        throw new IllegalArgumentException("aggregate '" + definition.name() + "': " + problem);
                    });
            int delay = index(delaysMs, delayMs);
            int[] at = definition.windows().stream()
                    .mapToInt(window -> index(windows, new PlacedWindow(key.start(window), delay)))
                    .toArray();
            horizonMs = Math.max(horizonMs, delayMs + 1);
            for (int window : at) {
                horizonMs = Math.max(
                        horizonMs, delayMs + windows.get(window).start().horizonMs());
            }
            long maxAgeMs = definition.maxAge().map(Duration::toMillis).orElse(FeatureRead.ANY_AGE);
            if (maxAgeMs != FeatureRead.ANY_AGE) {
                horizonMs = Math.max(horizonMs, delayMs + maxAgeMs + 1);
            }
            int[] states = {};
            boolean gives = true;
            if (aggregate instanceof Folded folded) {
                folded.recipes().forEach(recipe -> checkName(definition, recipe));
                gives = folded.recipes().stream().allMatch(r -> r.newState() instanceof Invertible);
                List<Recipe> known = gives ? invertible : merged;
                states = folded.recipes().stream()
                        .mapToInt(recipe -> index(known, recipe))
                        .toArray();
                if (gives && states.length > 0) {
                    Arrays.stream(at).forEach(summed::add);
                }
                if (hasUnbounded(definition)) {
                    ever.addAll(folded.recipes());
                }
            } else if (aggregate instanceof Extreme wanted) {
                index(extremes, wanted);
            } else if (aggregate instanceof Positional positional && hasUnbounded(definition)) {
                oldest = Math.max(oldest, positional.oldest());
                newest = Math.max(newest, positional.newest());
            }
            if (ordered(aggregate) && (key.resolutionMs() > 0 || hasUnbounded(definition))) {
                // Of a row that is older than the one in force nothing is taken in, however late it comes.
                orderMs = Math.max(orderMs, delayMs + 1 + (definition.isLookup() ? 0 : feedLatenessMs));
            }
            int perWindow = aggregate.suffixes().size();
            Outputs outputs = new Outputs(
                    first, perWindow, definition.whenMissing(), definition.textWhenMissing(), definition.isLookup());
            (definition.includeCurrent() ? withCurrent : withoutCurrent)
                    .add(read(aggregate, new ChosenStates(states, at.length), gives, delay, at, maxAgeMs, outputs));
            return at.length * perWindow;
        }

        private FeatureRead read(
                Aggregate aggregate,
                ChosenStates states,
                boolean gives,
                int delay,
                int[] at,
                long maxAgeMs,
                Outputs outputs) {
            if (aggregate instanceof Positional positional) {
                return new PositionalRead(positional, delay, at, maxAgeMs, outputs);
            } else if (aggregate instanceof Extreme wanted) {
                return new ExtremeRead(extremes.indexOf(wanted), delay, at, maxAgeMs, outputs);
            } else if (gives && key.resolutionMs() == 0 && aggregate instanceof FoldedNumber number) {
                return new NumberRead(number, states, delay, at, maxAgeMs, outputs);
            }
            return new FoldedRead((Folded) aggregate, states, gives, delay, at, maxAgeMs, outputs);
        }

        SeriesPlan plan() {
            return new SeriesPlan(
                    key.input(),
                    key.identity(),
                    key.resolutionMs(),
                    delaysMs,
                    windows,
                    new Windows(windows, delaysMs),
                    invertible,
                    merged,
                    extremes,
                    ever,
                    oldest,
                    newest,
                    new SlidingPlan(invertible, windows, summed),
                    Math.max(horizonMs, key.resolutionMs() == 0 ? orderMs : 0),
                    orderMs);
        }

        /** Whether it matters in which order values are let go of. */
        private static boolean ordered(Aggregate aggregate) {
            return aggregate instanceof Positional
                    || (aggregate instanceof Folded folded
                            && folded.recipes().stream()
                                    .anyMatch(recipe -> recipe.newState().ordered()));
        }

        private static boolean hasUnbounded(AggregateDefinition definition) {
            return definition.windows().stream().anyMatch(WindowDefinition.Unbounded.class::isInstance);
        }

        /** What an object prints that does not say how is another text at every start. */
        private static void checkName(AggregateDefinition definition, Recipe recipe) {
            if (recipe.toString()
                    .equals(recipe.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(recipe)))) {
                throw new IllegalArgumentException("aggregate '" + definition.name() + "': the recipe of function '"
                        + definition.function() + "' is a "
                        + recipe.getClass().getName() + ", which does not say how it is printed; make it a record, for"
                        + " rows name its states by that");
            }
        }

        private static <T> int index(List<T> known, T wanted) {
            int index = known.indexOf(wanted);
            if (index >= 0) {
                return index;
            }
            known.add(wanted);
            return known.size() - 1;
        }
    }
}
