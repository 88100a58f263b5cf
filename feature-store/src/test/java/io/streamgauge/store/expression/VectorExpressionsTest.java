package io.streamgauge.store.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.store.event.FieldType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that stand for vectors, and functions of them. */
final class VectorExpressionsTest {

    private static final Map<String, FieldType> TYPES = Map.of(
            "v_0", FieldType.DOUBLE,
            "v_1", FieldType.DOUBLE,
            "v_2", FieldType.DOUBLE,
            "card.mean_0_7d", FieldType.DOUBLE,
            "card.mean_1_7d", FieldType.DOUBLE,
            "card.mean_2_7d", FieldType.DOUBLE,
            "pair_0", FieldType.DOUBLE,
            "pair_1", FieldType.DOUBLE,
            "n", FieldType.LONG);

    private static final Map<String, List<String>> VECTORS = Map.of(
            "v", List.of("v_0", "v_1", "v_2"),
            "card.mean_7d", List.of("card.mean_0_7d", "card.mean_1_7d", "card.mean_2_7d"),
            "pair", List.of("pair_0", "pair_1"));

    private static final Map<String, Object> VALUES = Map.of(
            "v_0", 1.0,
            "v_1", 2.0,
            "v_2", -2.0,
            "card.mean_0_7d", 3.0,
            "card.mean_1_7d", 0.0,
            "card.mean_2_7d", 4.0,
            "n", 2L);

    private static @Nullable Object evaluate(String text) {
        return Expression.compile(text, TYPES, VECTORS).evaluate(VALUES::get);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v[0] | 1.0",
                "card.mean_7d[2] + v[1] | 6.0",
                "v_1 | 2.0",
                "v[n] | -2.0",
                "dot(v, card.mean_7d) | -5.0",
                "dot(v, [1.0, 0.5, 2]) | -2.0",
                "norm(v) | 3.0",
                "norm(card.mean_7d) | 5.0",
                "norm([0.0, 0.0]) | 0.0",
                "cosine(v, v) | 1.0",
                "size(v) | 3",
                "has(v) && missing(pair) && has(v[1]) && missing(pair[0]) | true",
                "coalesce(pair[1], v[0]) | 1.0",
                "coalesce(dot(pair, pair), 7) | 7.0",
                "2.0 in v | true",
                "v == card.mean_7d | false",
            })
    void values(String text, String value) {
        assertThat(evaluate(text)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({"'dot(pair, [1.0, 2.0])'", "pair[0]", "v[n + 1]", "'cosine(v, [0.0, 0.0, 0.0])'", "size(pair)"})
    void missing(String text) {
        assertThat(evaluate(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "v[3] | at column 3: 'v' has no element 3; it has 0 to 2",
                "v[-1] | 'v' has no element -1; it has 0 to 2",
                "card.mean_7d[9] | 'card.mean_7d' has no element 9; it has 0 to 2",
                "dot(v, pair) | 'dot' takes two vectors of one length; found 3 and 2 elements",
                "cosine([1.0], v) | found 1 and 3 elements",
                "dot(v, n) | 'dot' does not take vector and long; it is written dot(v, w)",
                "norm(n) | 'norm' does not take long; it is written norm(v)",
                "v | 'v' gives list; allowed: a number, true/false, a text or a timestamp",
                "v.x | at column 2",
                "w[0] | unknown name 'w' (allowed: card.mean_7d, n, pair, v)",
                "v + 1.0 | does not take vector and double",
            })
    void whatIsWrong(String text, String message) {
        assertThatThrownBy(() -> evaluate(text))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void onlyTheElementsThatAreNamedAreNeeded() {
        assertThat(Expression.compile("v[1] > 0.0", TYPES, VECTORS).variables()).containsExactly("v_1");
        Expression whole = Expression.compile("dot(v, pair) > 0.0".replace("pair", "card.mean_7d"), TYPES, VECTORS);
        assertThat(whole.variables()).hasSize(6);
        assertThat(whole.costUnits())
                .as("6 variables, 2 lists, dot, >, a program")
                .isEqualTo(11);
    }

    @Test
    void aVariableNamedAsAVectorHidesIt() {
        Map<String, FieldType> types = new HashMap<>(TYPES);
        types.put("v", FieldType.LONG);
        assertThat(Expression.compile("v + 1", types, VECTORS).variables()).containsExactly("v");
    }

    /** By plain sums, and where squares overflow or vanish by the same vectors made smaller or larger. */
    @Test
    void functionsAgreeWithTheirDefinitions() {
        long seed = 20261121;
        Random random = new Random(seed);
        int length = 512;
        Map<String, FieldType> types = new HashMap<>();
        Map<String, List<String>> vectors = new HashMap<>();
        for (String name : List.of("a", "b")) {
            List<String> elements =
                    IntStream.range(0, length).mapToObj(i -> name + "_" + i).toList();
            elements.forEach(element -> types.put(element, FieldType.DOUBLE));
            vectors.put(name, elements);
        }
        Expression dot = Expression.compile("dot(a, b)", types, vectors);
        Expression norm = Expression.compile("norm(a)", types, vectors);
        Expression cosine = Expression.compile("cosine(a, b)", types, vectors);
        for (int round = 0; round < 20; round++) {
            double scale = round % 3 == 0 ? 1 : round % 3 == 1 ? 1e200 : 1e-200;
            Map<String, Double> values = new HashMap<>();
            double sum = 0;
            double squares = 0;
            double otherSquares = 0;
            for (int i = 0; i < length; i++) {
                double a = random.nextGaussian();
                double b = random.nextGaussian();
                sum += a * b;
                squares += a * a;
                otherSquares += b * b;
                values.put("a_" + i, a * scale);
                values.put("b_" + i, b);
            }
            assertThat(number(dot.evaluate(values::get)) / scale)
                    .as("seed " + seed)
                    .isCloseTo(sum, within(1e-11));
            assertThat(number(norm.evaluate(values::get)) / scale).isCloseTo(Math.sqrt(squares), within(1e-11));
            assertThat(number(cosine.evaluate(values::get)))
                    .isCloseTo(sum / Math.sqrt(squares * otherSquares), within(1e-13));
        }
    }

    private static double number(@Nullable Object value) {
        return (Double) Objects.requireNonNull(value);
    }
}
