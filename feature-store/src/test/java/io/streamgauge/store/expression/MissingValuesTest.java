package io.streamgauge.store.expression;

import static io.streamgauge.store.expression.TestingExpressions.evaluate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.event.FieldType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What coalesce, has and missing see, and what they do to what is around them. Here y, m, r and u are missing. */
final class MissingValuesTest {

    private static final Map<String, Object> VALUES =
            Map.of("x", 2.5, "z", Double.NaN, "n", 7L, "s", "abc", "ok", true, "t", Instant.EPOCH);

    @ParameterizedTest
    @CsvSource(
            delimiterString = " gives ",
            quoteCharacter = '`',
            nullValues = "missing",
            value = {
                "has(x) gives true",
                "has(y) gives false",
                "missing(y) gives true",
                "missing(x) gives false",
                "has(x + y) gives false",
                "has(n / 0) gives false",
                "has(log(-x)) gives false",
                "has(z) gives false",
                "has(s) && missing(r) gives true",
                "ok && has(y) gives false",
                "missing(y) ? true : y > 0 gives missing",
                "missing(y) || coalesce(y, 0) > 0 gives true",
                "has(coalesce(y > 0, u == t)) gives false",
                "has(has(y)) gives true",
                "coalesce(y > 1, ok) gives true",
                "coalesce(y > 1, m > 1) gives missing",
                "ok || coalesce(y > 1, m > 1) gives missing",
                "coalesce(u, t) == t gives true",
                "coalesce(r, s) + 'd' == 'abcd' gives true",
                "coalesce(r, 'none') == 'none' gives true",
                "missing(splitPart(s, '@', 1)) gives true",
            })
    void conditions(String text, @Nullable Boolean expected) {
        assertThat(evaluate(text, VALUES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " gives ",
            quoteCharacter = '`',
            nullValues = "missing",
            value = {
                "coalesce(x, 1) gives 2.5",
                "coalesce(y, 1) gives 1",
                "coalesce(y, -1) gives -1",
                "coalesce(y, x) gives 2.5",
                "coalesce(y, m, n) gives 7",
                "coalesce(n, x) / 2 gives 3.5",
                "coalesce(z, 3.0) gives 3",
                "coalesce(1 / (x - 2.5), 9) gives 9",
                "log(coalesce(y / x, 1)) + x gives 2.5",
                "coalesce(y, m) gives missing",
                "coalesce(y, m) + x gives missing",
                "coalesce(x, y) + y gives missing",
                "x / coalesce(y, coalesce(m, 5) * 2) gives 0.25",
                "coalesce(y * coalesce(m, 2), x * coalesce(m, 2)) gives 5",
                "has(y) ? 1.0 : coalesce(y, x) gives 2.5",
                "ok ? x : coalesce(y, m) gives missing",
            })
    void numbers(String text, @Nullable Double expected) {
        assertThat(evaluate(text, VALUES)).isEqualTo(expected);
    }

    @Test
    void wholeNumbersStayWhole() {
        assertThat(evaluate("coalesce(m, n) / 2", VALUES)).isEqualTo(3L);
        assertThat(Expression.compile("coalesce(m, n)", TestingExpressions.TYPES)
                        .type())
                .isEqualTo(FieldType.LONG);
    }

    @Test
    void withoutVariablesToo() {
        assertThat(evaluate("coalesce(1 / 0, 2)", Map.of())).isEqualTo(2L);
        assertThat(evaluate("has(1 / 0)", Map.of())).isEqualTo(false);
        assertThat(evaluate("log(0)", Map.of())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " gives ",
            quoteCharacter = '`',
            value = {
                "coalesce(x, s) gives at column 9: the values of 'coalesce' must be of one type; found double and string",
                "coalesce(x) gives 'coalesce' takes two values or more",
                "has(x, y) gives 'has' takes one value",
                "x.has() gives 'has' is written has(x), without a dot",
                "coalesce(x, yy) gives at column 13: unknown name 'yy'; did you mean 'y'?",
                "x == null gives '==' does not take double and null; ask has(x) or missing(x)",
                "coalesce(x, s + 1) gives at column 15: '+' does not take string and long",
                "has > 1 gives 'has' is a function, written has(x)",
            })
    void refused(String text, String expected) {
        assertThatThrownBy(() -> evaluate(text, Map.of()))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(expected);
    }

    /** A random formula over x, y and z, and what it should be: null as soon as anything in it is, but for coalesce. */
    private record Formula(String text, @Nullable Double value) {

        static Formula random(Random random, int depth, Map<String, Double> values) {
            if (depth == 0) {
                String name = List.of("x", "y", "z").get(random.nextInt(3));
                return new Formula(name, values.get(name));
            }
            Formula a = random(random, depth - 1, values);
            Formula b = random(random, depth - 1, values);
            return switch (random.nextInt(5)) {
                case 0 -> both(a, b, "(%s + %s)", a.value, b.value, 1);
                case 1 -> both(a, b, "(%s - %s)", a.value, b.value, -1);
                case 2 -> new Formula("(has(%s) ? 1.0 : 2.0)".formatted(a.text), a.value == null ? 2.0 : 1.0);
                default -> {
                    Formula c = random(random, depth - 1, values);
                    Double first = a.value != null ? a.value : b.value != null ? b.value : c.value;
                    yield new Formula("coalesce(%s, %s, %s)".formatted(a.text, b.text, c.text), first);
                }
            };
        }

        private static Formula both(
                Formula a, Formula b, String format, @Nullable Double x, @Nullable Double y, int sign) {
            return new Formula(
                    format.formatted(a.text, b.text), x == null || y == null ? null : (Double) (x + sign * y));
        }
    }

    @Property(tries = 200)
    void nestedFormulasFollowTheRule(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Double> values = new HashMap<>();
        for (String name : List.of("x", "y", "z")) {
            if (random.nextBoolean()) {
                values.put(name, (double) random.nextInt(100));
            }
        }
        Formula formula = Formula.random(random, 1 + random.nextInt(3), values);

        assertThat(evaluate(formula.text(), values)).as(formula.text()).isEqualTo(formula.value());
    }

    @Test
    void aTextThatGrowsWithoutEndIsMissing() {
        Map<String, Object> values = new HashMap<>(VALUES);
        values.put("s", "a".repeat(6_000));
        assertThat(evaluate("s + s", values)).isNull();
        assertThat(evaluate("size(s + s)", values)).isEqualTo(12_000L);
        assertThat(evaluate("coalesce(s + s, 'long')", values)).isEqualTo("long");
    }
}
