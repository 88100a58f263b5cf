package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.binary.ByteWriter;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowBytesTest {

    private static final List<WindowDefinition> EVER = List.of(new WindowDefinition.Unbounded());
    private static final List<WindowDefinition> DAY = List.of(new WindowDefinition.Sliding(Duration.ofDays(1)));
    private static final EventSchema SCHEMA =
            new EventSchema(List.of(new Field("at", FieldType.TIMESTAMP), new Field("shop", FieldType.STRING)));

    static Stream<AggregateFunction> builtins() {
        return AggregateFunctions.all().stream().filter(f -> !f.name().equals("geometric_mean"));
    }

    /** Arguments that make a state as large as it gets, short of what is refused. */
    private static List<Double> largest(AggregateFunction function) {
        return switch (function.name()) {
            case "approx_top_k" -> List.of(1_000.0, 3_000.0);
            case "mode", "count_distinct", "entropy" -> List.of(3_000.0);
            case "first_n", "last_n", "first_distinct_n", "last_distinct_n", "top_k", "bottom_k" -> List.of(1_000.0);
            case "approx_count_distinct" -> List.of(16.0);
            case "quantile" -> List.of(0.5);
            case "histogram" ->
                DoubleStream.iterate(0, x -> x + 1).limit(1_000).boxed().toList();
            case "decayed_count", "decayed_sum", "decayed_mean" -> List.of(0.001);
            default -> List.of();
        };
    }

    /** Values of every size, at times far apart and near, as hard on every state as may be. */
    @ParameterizedTest
    @MethodSource("builtins")
    void noStateIsWrittenLargerThanItsBound(AggregateFunction function) {
        Aggregate aggregate = function.with(function.complete(largest(function)));
        if (!(aggregate instanceof Folded folded)) {
            return;
        }
        for (Recipe recipe : folded.recipes()) {
            Random random = new Random(20_260_701);
            Accumulator state = recipe.newState();
            state.keepLittle();
            long longest = 0;
            for (int i = 0; i < 60_000; i++) {
                double any = Double.longBitsToDouble(random.nextLong());
                state.add(10_000L * i, i % 3 == 0 || i < 3_000 ? random.nextInt(3_000) : any);
                if (i % 997 == 0 || i == 59_999) {
                    longest = Math.max(longest, bytes(state));
                }
            }
            assertThat(longest).as(recipe.toString()).isBetween(1L, recipe.mostWrittenBytes());
        }
    }

    private static int bytes(Accumulator state) {
        ByteWriter out = new ByteWriter();
        state.write(out);
        return out.toBytes().length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode", "approx_top_k", "count_distinct", "entropy"})
    void whatKeepsEveryValueMustHaveALimitWhereItsStatesAreWritten(String name) {
        AggregateFunction function = AggregateFunctions.named(name);
        List<Double> k = name.equals("approx_top_k") ? List.of(3.0) : List.of();
        Aggregate all = function.with(function.complete(k));
        List<Double> limited = new ArrayList<>(k);
        limited.add(1_000.0);
        Aggregate some = function.with(limited);
        assertThat(RowBytes.wrong(EVER, false, name, all).orElseThrow())
                .startsWith("'" + name + "' keeps every distinct value, and an unbounded window lets go of none")
                .contains("give it a limit, such as " + name + "(field, ")
                .contains("windows with a length");
        assertThat(RowBytes.wrong(DAY, true, name, all).orElseThrow()).contains("a tile takes as many as come");
        assertThat(RowBytes.wrong(DAY, false, name, all))
                .as("exact, of the values themselves")
                .isEmpty();
        assertThat(RowBytes.wrong(EVER, false, name, some)).isEmpty();
        assertThat(RowBytes.wrong(DAY, true, name, some)).isEmpty();
    }

    @Test
    void whatTextsMayTakeCounts() {
        assertThat(RowBytes.of(view(of("mode", 100.0)), SCHEMA)).isBetween(100L * 768, 300L * 768);
        assertThat(RowBytes.tooMany(view(of("mode", 1_000.0)), SCHEMA)).isEmpty();
        assertThat(RowBytes.tooMany(view(of("mode", 2_000.0)), SCHEMA).orElseThrow())
                .startsWith("the rows of view 'v' may take ")
                .contains("a record of Kafka at most 1000000")
                .contains("smaller limits");
        assertThat(RowBytes.tooMany(view(of("first_n", 1_000.0), of("last_n", 1_000.0)), SCHEMA))
                .isPresent();
    }

    private static AggregateDefinition of(String function, double... arguments) {
        return new AggregateDefinition(
                function,
                function,
                DoubleStream.of(arguments).boxed().toList(),
                Optional.of("shop"),
                Optional.empty(),
                Optional.empty(),
                EVER,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ViewDefinition view(AggregateDefinition... aggregates) {
        return new ViewDefinition("v", "shop", "source", Duration.ZERO, List.of(aggregates));
    }
}
