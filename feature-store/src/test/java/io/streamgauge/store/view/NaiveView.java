package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Extreme;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.aggregate.Values;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Raw;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view's features of the values {@code x}, each computed afresh from the values in its window. */
final class NaiveView {

    private record Place(WindowDefinition window, long endMs, boolean includeCurrent) {}

    private NaiveView() {}

    /**
     * Holds all features of a view to what they should be.
     *
     * @param arrived events that aggregates count which count the current one
     * @param before those that the others count
     * @param timeMs moment of the read
     */
    static void check(ViewDefinition view, List<Raw> arrived, List<Raw> before, long timeMs, FeatureValues out) {
        Map<Place, List<Raw>> inWindow = new HashMap<>();
        int feature = 0;
        for (AggregateDefinition definition : view.aggregates()) {
            Aggregate aggregate = definition.aggregate();
            long endMs = timeMs - view.delayOf(definition).toMillis();
            List<Raw> events = definition.includeCurrent() ? arrived : before;
            for (WindowDefinition window : definition.windows()) {
                WindowDefinition rounded = rounded(window, definition, endMs);
                List<Raw> values = inWindow.computeIfAbsent(
                        new Place(rounded, endMs, definition.includeCurrent()),
                        place -> NaiveWindow.values(events, rounded, endMs));
                Map<Integer, Double> expected = new HashMap<>();
                afresh(aggregate, values, endMs, expected);
                for (int i = 0; i < aggregate.suffixes().size(); i++) {
                    Double value = expected.get(i);
                    assertThat(shown(out, feature))
                            .as(
                                    "%s %s %s at %s of %s values",
                                    definition.name(), window.label(), i, endMs, values.size())
                            .isEqualTo(value == null ? "missing" : Long.toHexString(bits(value)));
                    feature++;
                }
            }
        }
    }

    /** The sliding window that begins where the aggregate's resolution says. */
    private static WindowDefinition rounded(WindowDefinition window, AggregateDefinition definition, long endMs) {
        if (definition.resolution().isEmpty() || !(window instanceof WindowDefinition.Sliding sliding)) {
            return window;
        }
        long tileMs = definition.resolution().get().toMillis();
        long startMs = endMs - sliding.length().toMillis();
        return new WindowDefinition.Sliding(Duration.ofMillis(endMs - (startMs - Math.floorMod(startMs, tileMs))));
    }

    private static String shown(FeatureValues out, int feature) {
        return out.isMissing(feature) ? "missing" : Long.toHexString(bits(out.valueAt(feature)));
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    private static void afresh(Aggregate aggregate, List<Raw> values, long endMs, Map<Integer, Double> results) {
        if (aggregate instanceof Folded folded) {
            Accumulator[] states =
                    folded.recipes().stream().map(Recipe::newState).toArray(Accumulator[]::new);
            for (Raw raw : values) {
                for (Accumulator state : states) {
                    state.add(raw.timeMs(), valueOf(raw));
                }
            }
            folded.read(states, values.size(), endMs, results::put);
        } else if (aggregate instanceof Extreme extreme) {
            values.stream().map(NaiveView::valueOf).reduce(extreme::of).ifPresent(value -> results.put(0, value));
        } else if (aggregate instanceof Positional positional) {
            positional.read(new Listed(values), endMs, results::put);
        }
    }

    private static double valueOf(Raw raw) {
        @Nullable Double x = raw.x();
        return x == null ? 0 : x;
    }

    private record Listed(List<Raw> raws) implements Values {

        @Override
        public int size() {
            return raws.size();
        }

        @Override
        public long timeMsAt(int index) {
            return raws.get(index).timeMs();
        }

        @Override
        public double valueAt(int index) {
            return valueOf(raws.get(index));
        }
    }
}
