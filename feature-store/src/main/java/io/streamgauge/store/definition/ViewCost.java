package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Extreme;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.aggregate.Invertible;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a view costs, estimated from its definition. A <em>series</em> is what aggregates over the same values of the same
 * events share: one per distinct field or value and {@code where}, and one more where texts are given back. In memory each value of a series takes
 * {@value #VALUE_BYTES} bytes, its time and its number; in the stored row about {@value #STORED_BYTES}, a time as a
 * difference and a number. A text that is given back takes {@value #TEXT_BYTES} bytes more in memory and
 * {@value #STORED_TEXT_BYTES} in place of its number in the store, if it has 20 letters and no other value is the same; where
 * texts repeat it is far less, since each is held once in memory, and once in 32 to 63 values stored. Events older than the reach are dropped, so an entity with n events in it takes
 * n times the bytes of an event, plus the states of the windows. Aggregates with a resolution keep tiles instead, each
 * about {@value #TILE_BYTES} bytes and a state per recipe, as many as their longest window has.
 *
 * @param view name of the view
 * @param features how many features it yields
 * @param series how many series it keeps
 * @param bytesPerEvent bytes in memory per event within the reach
 * @param storedBytesPerEvent bytes in the stored row per event within the reach
 * @param reach how far back from a moment events count, delay included
 * @param tileBytes bytes in memory per entity that tiles take at most, whatever the number of events
 * @param stateBytes bytes in memory per entity whatever the number of events up to {@value #USUAL_VALUES} a window
 * @param rowBytes bytes of an entity's row at most, whatever its events; see {@link RowBytes}
 * @param costliest the aggregate whose states are most of them, and their bytes; empty where there are no states
 */
public record ViewCost(
        String view,
        int features,
        int series,
        long bytesPerEvent,
        long storedBytesPerEvent,
        Duration reach,
        long tileBytes,
        long stateBytes,
        long rowBytes,
        Optional<Costliest> costliest) {

    private static final int VALUE_BYTES = 16;
    private static final int STORED_BYTES = 12;
    private static final int TEXT_BYTES = 220;
    private static final int STORED_TEXT_BYTES = 22;
    private static final int NUMBER_BYTES = 8;
    private static final int TILE_BYTES = 150;
    private static final int USUAL_VALUES = 1_000;

    /**
     * The aggregate with the largest states; states it shares with others are counted whole.
     *
     * @param aggregate its name
     * @param stateBytes bytes in memory per entity
     */
    public record Costliest(String aggregate, long stateBytes) {}

    private record Series(
            Optional<String> field,
            Optional<String> value,
            Optional<String> where,
            boolean texts,
            Optional<Duration> resolution,
            List<Object> folds) {

        static Series of(AggregateDefinition a, EventSchema feed) {
            return new Series(
                    a.field(),
                    a.value(),
                    a.where(),
                    a.resultType(feed) == FieldType.STRING,
                    a.resolution(),
                    a.resolution().isPresent() ? folds(a) : List.of());
        }

        private static List<Object> folds(AggregateDefinition a) {
            Aggregate aggregate = a.aggregate();
            return List.of(aggregate instanceof Folded folded ? folded.recipes() : aggregate);
        }
    }

    private record State(Series series, WindowDefinition window, Recipe recipe) {}

    /**
     * The estimate for a view.
     *
     * @param feed fields of the source that feeds it
     */
    public static ViewCost of(ViewDefinition view, EventSchema feed) {
        Set<Series> series = new LinkedHashSet<>();
        Set<State> states = new LinkedHashSet<>();
        Map<Series, Long> tileBytes = new HashMap<>();
        Map<String, Long> byAggregate = new LinkedHashMap<>();
        for (AggregateDefinition aggregate : view.aggregates()) {
            series.add(Series.of(aggregate, feed));
            aggregate
                    .resolution()
                    .ifPresent(tile -> tileBytes.merge(Series.of(aggregate, feed), bytes(aggregate, tile), Long::max));
            if (aggregate.aggregate() instanceof Folded folded) {
                long bytes = folded.recipes().stream()
                        .mapToLong(recipe -> recipe.stateBytes(USUAL_VALUES))
                        .sum();
                byAggregate.put(aggregate.name(), bytes * aggregate.windows().size());
                for (WindowDefinition window : aggregate.windows()) {
                    folded.recipes()
                            .forEach(recipe -> states.add(new State(Series.of(aggregate, feed), window, recipe)));
                }
            }
        }
        long texts = series.stream().filter(Series::texts).count();
        long oneByOne =
                series.stream().filter(one -> one.resolution().isEmpty()).count();
        return new ViewCost(
                view.name(),
                view.featureNames().size(),
                series.size(),
                VALUE_BYTES * oneByOne + TEXT_BYTES * texts,
                STORED_BYTES * oneByOne + (STORED_TEXT_BYTES - NUMBER_BYTES) * texts,
                view.reach(),
                tileBytes.values().stream().mapToLong(Long::longValue).sum(),
                states.stream()
                        .mapToLong(state -> state.recipe().stateBytes(USUAL_VALUES))
                        .sum(),
                RowBytes.of(view, feed),
                byAggregate.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .max(Map.Entry.comparingByValue())
                        .map(entry -> new Costliest(entry.getKey(), entry.getValue())));
    }

    /** Bytes of all tiles of an aggregate with a resolution, at most. */
    private static long bytes(AggregateDefinition definition, Duration tile) {
        long tiles = definition.windows().stream()
                .mapToLong(window ->
                        window instanceof WindowDefinition.Sliding sliding ? Resolutions.tiles(sliding, tile) : 1)
                .max()
                .orElse(0);
        long state = definition.aggregate() instanceof Folded folded
                ? folded.recipes().stream()
                        .mapToLong(recipe -> recipe.stateBytes(USUAL_VALUES))
                        .sum()
                : Double.BYTES;
        return tiles * (TILE_BYTES + state);
    }

    /** What one event costs an aggregate over a window, in words. */
    static String of(AggregateDefinition definition, WindowDefinition window) {
        Aggregate aggregate = definition.aggregate();
        if (definition.resolution().isPresent()) {
            return "amortised O(1) per event, and once a tile a merge of the window's tiles; its states are tiles of "
                    + Durations.format(definition.resolution().get());
        }
        if (aggregate instanceof Positional) {
            return "O(1) per event: reads a few values by position";
        } else if (aggregate instanceof Extreme) {
            return "amortised O(1) per event: a queue of candidates";
        } else if (window instanceof WindowDefinition.Unbounded) {
            return "O(1) per event: one state, which grows only";
        }
        List<Recipe> recipes = ((Folded) aggregate).recipes();
        return recipes.stream().allMatch(recipe -> recipe.newState() instanceof Invertible)
                ? "O(1) per event: adds what comes, removes what leaves"
                : "amortised O(1) merges per event: states of blocks";
    }
}
