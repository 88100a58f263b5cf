package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AggregateFunctionsTest {

    private record Named(String name) implements AggregateFunction {

        @Override
        public Set<Input> inputs() {
            return Set.of(Input.NUMBER);
        }

        @Override
        public Result result() {
            return Result.DOUBLE;
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public String ofNothing() {
            return "";
        }

        @Override
        public Aggregate with(List<Double> arguments) {
            return new Extreme(true);
        }
    }

    static Stream<AggregateFunction> all() {
        return AggregateFunctions.all().stream();
    }

    @Test
    void findsThoseOfUsers() {
        Aggregate mean = AggregateFunctions.named("geometric_mean").with(List.of());
        List<Point> points = List.of(new Point(1, 2), new Point(2, 8));
        assertThat(Runs.fresh(mean, points, 3).get(0)).isCloseTo(4.0, offset(1e-12));
    }

    @Test
    void suggestsTheNearestName() {
        assertThatThrownBy(() -> AggregateFunctions.named("meen"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown aggregate 'meen'; did you mean 'mean'?")
                .hasMessageContaining("geometric_mean");
    }

    @ParameterizedTest
    @CsvSource({
        "sum,   the aggregate 'sum' of io.streamgauge.store.aggregate.AggregateFunctionsTest$Named cannot be used: there is one of this name already. which is Streamgauge's",
        "Total, the aggregate 'Total' of io.streamgauge.store.aggregate.AggregateFunctionsTest$Named cannot be used: a name has small letters. digits and underscores. and starts with a letter",
    })
    void refusesNames(String name, String message) {
        assertThatThrownBy(() -> AggregateFunctions.with(List.of(new Named(name))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message.replace(". ", ", "));
    }

    @Test
    void refusesTwoOfAName() {
        assertThatThrownBy(() -> AggregateFunctions.with(List.of(new Named("own"), new Named("own"))))
                .hasMessageContaining("of this name already, of " + Named.class.getName());
    }

    @ParameterizedTest
    @CsvSource({
        "last_n, '',   last_n has 0 arguments after its field; it takes n",
        "last_n, 3 4,  last_n has 2 arguments after its field; it takes n",
        "last_n, 0,    n is 0; it must be a whole number from 1 to 1000",
        "last_n, 2.5,  n is 2.5; it must be a whole number from 1 to 1000",
        "last_n, NaN,  n is NaN; it must be a whole number from 1 to 1000",
        "first_n, 1001, n is 1001; it must be a whole number from 1 to 1000",
        "sum, 1,       sum has 1 argument after its field; it takes none",
    })
    void refusesArguments(String name, String arguments, String message) {
        List<Double> numbers = Arrays.stream(Numbers.parse(arguments)).boxed().toList();
        assertThatThrownBy(() -> AggregateFunctions.named(name).with(numbers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachIsDescribed(AggregateFunction function) {
        assertThat(AggregateFunctions.named(function.name())).isSameAs(function);
        assertThat(function.inputs()).isNotEmpty();
        assertThat(function.description()).endsWith(".").doesNotContain("\n");
        assertThat(function.bound()).isNotBlank().doesNotEndWith(".");
        assertThat(function.ofNothing()).isNotBlank().doesNotEndWith(".");
    }
}
