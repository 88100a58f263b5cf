package io.streamgauge.store.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.event.FieldType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionTest {

    private static final Map<String, FieldType> TYPES = Map.of(
            "amount", FieldType.DOUBLE,
            "n", FieldType.LONG,
            "name", FieldType.STRING,
            "ok", FieldType.BOOLEAN,
            "time", FieldType.TIMESTAMP,
            "customer.tx_count_1d", FieldType.DOUBLE,
            "gone", FieldType.DOUBLE);

    private static final Map<String, Object> VALUES = Map.of(
            "amount",
            2.5,
            "n",
            7L,
            "name",
            "abc",
            "ok",
            true,
            "time",
            Instant.parse("2018-04-01T06:59:31.250Z"), // a Sunday
            "customer.tx_count_1d",
            4.0);

    private static @Nullable Object evaluate(String text, Class<?> result) {
        return Expression.compile(text, TYPES, result).evaluate(new HashMap<>(VALUES)::get);
    }

    @Test
    void listsOfTextsAreAskedForSizeAndElements() {
        Map<String, Object> set = Map.of("set", List.of("a", "b"), "name", "b");
        for (String text : List.of(
                "size(set) == 2", "name in set", "!(\"c\" in set)", "set == [\"a\", \"b\"]", "set[1] == name")) {
            assertThat(Expression.compile(text, TYPES, Set.of("set"), Boolean.class)
                            .evaluate(new HashMap<>(set)::get))
                    .as(text)
                    .isEqualTo(true);
        }
        Expression asked = Expression.compile("size(set) > 1", TYPES, Set.of("set"), Boolean.class);
        assertThat(asked.variables()).containsExactly("set");
        assertThat(asked.evaluate(name -> null)).as("missing").isNull();
        assertThatThrownBy(() -> Expression.compile("set", TYPES, Set.of("set"), String.class))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("allowed: a text");
        assertThatThrownBy(() -> Expression.compile("sett == name", TYPES, Set.of("set"), Boolean.class))
                .hasMessageContaining("did you mean 'set'?");
    }

    @Test
    void oneEqualsSignIsToldAsTheSlipItIs() {
        assertThatThrownBy(() -> evaluate("name = 'a=b' && ok", Boolean.class))
                .hasMessage("'name = 'a=b' && ok' at column 6: '=' compares nothing; use == to compare");
        assertThat(evaluate("name != 'a=b' && amount <= 9 && amount >= 0", Boolean.class))
                .isEqualTo(true);
    }

    @Test
    void ofAViewAndAFieldOfOneNameTheViewIsMeant() {
        Map<String, FieldType> names = Map.of("card", FieldType.STRING, "card.n_1h", FieldType.DOUBLE);
        assertThatThrownBy(() -> Expression.compile("card.n_1h / card.n_24h", names))
                .hasMessageContaining(
                        "at column 13: unknown name 'card.n_24h'; did you mean 'card.n_1h'? (allowed: card.n_1h)")
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        e -> assertThat(e.unknownName()).contains("card.n_24h"));
        assertThat(Expression.compile("card + 'x'", names).variables()).containsExactly("card");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amount >= 0 | true",
                "amount == 2.5 | true",
                "amount != 2 | true",
                "n == 7.0 | true",
                "n > 6.5 && n < 8 | true",
                "amount in [1.0, 2.5] | true",
                "ok && !(n == 3) | true",
                "name.startsWith('ab') && name.size() == 3 | true",
                "name.matches('a.c') | true",
                "dayOfWeek(time) >= 6 | true",
                "hour(time) <= 6 | true",
                "time < timestamp('2018-04-02T00:00:00Z') | true",
                "customer.tx_count_1d > 3 | true",
            })
    void conditions(String text, boolean expected) {
        assertThat(evaluate(text, Boolean.class)).isEqualTo(expected);
        assertThat(evaluate(text, Double.class)).isEqualTo(expected ? 1.0 : 0.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount * 2 | 5",
                "2 * amount | 5",
                "1 - amount | -1.5",
                "n / 2 | 3",
                "n / 2.0 | 3.5",
                "n / 2 + 0.5 | 3.5",
                "n % 4 | 3",
                "-amount | -2.5",
                "hour(time) | 6",
                "minute(time) | 59",
                "second(time) | 31",
                "dayOfWeek(time) | 7",
                "dayOfMonth(time) | 1",
                "dayOfYear(time) | 91",
                "month(time) | 4",
                "year(time) | 2018",
                "log(exp(amount)) | 2.5",
                "sqrt(n + 2) | 3",
                "abs(1 - n) | 6",
                "floor(amount) + ceil(amount) | 5",
                "min(amount, n) + max(1, amount) | 5",
                "pow(n, 2) | 49",
                "customer.tx_count_1d / 2 | 2",
                "ok ? amount : 0.0 | 2.5",
                "double(n) | 7",
                "size(name) | 3",
            })
    void numbers(String text, double expected) {
        assertThat(evaluate(text, Double.class)).isEqualTo(expected);
    }

    @Test
    void texts() {
        assertThat(evaluate("amount >= 2 ? \"review\" : 'accept'", String.class))
                .isEqualTo("review");
        assertThat(evaluate("name + '!'", String.class)).isEqualTo("abc!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gone > 0",
                "ok || gone > 0",
                "n / 0 == 1",
                "n % 0 == 1",
                "n * 9223372036854775807 == 0",
                "int(name) == 1",
            })
    void missingInputOrUndefinedArithmeticGivesMissing(String text) {
        assertThat(evaluate(text, Boolean.class)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "1 / (amount - 2.5)", "log(0)", "sqrt(-1)", "amount * 1e308 * 10"})
    void aNumberThatIsNotFiniteIsMissing(String text) {
        assertThat(evaluate(text, Double.class)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amuont > 1 | 'amuont > 1' at column 1: unknown name 'amuont'; did you mean 'amount'?",
                "1 + huor(time) | 'huor'; did you mean 'hour'?",
                "amount > | the expression ends too early",
                "ok + 1 | at column 4: '+' does not take boolean and long",
                "ok == 1 | compare with true or false, not 1 or 0",
                "name > 1 | '>' does not take string and long",
                "hour(amount) | 'hour' does not take double",
                "ok ? 1 : 'x' | both its results of one type; found boolean and long and string",
                "name | gives string; allowed: a number or true/false",
                "[amount] | gives list; allowed",
                "[1, 2].exists(x, x > n) | loops over lists ('exists') are not allowed",
                "[1, 2].map(x, x * n) | loops over lists ('map') are not allowed",
            })
    void refusedWithAMessageToActOn(String text, String expected) {
        assertThatThrownBy(() -> Expression.compile(text, TYPES, Double.class))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void theResultMustBeOfTheKindAskedFor() {
        assertThatThrownBy(() -> Expression.compile("amount", TYPES, Boolean.class))
                .hasMessage("'amount' gives double; allowed: true or false");
        assertThatThrownBy(() -> Expression.compile("ok", TYPES, String.class))
                .hasMessage("'ok' gives boolean; allowed: a text");
    }

    @Test
    void sizeIsBounded() {
        assertThatThrownBy(() -> Expression.compile("1+".repeat(1_100) + "1", TYPES, Double.class))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.compile("1+".repeat(600) + "1", TYPES, Double.class))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.compile("(".repeat(90) + "1" + ")".repeat(90), TYPES, Double.class))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void namesItsVariables() {
        assertThat(Expression.compile("customer.tx_count_1d > n + amount", TYPES, Boolean.class)
                        .variables())
                .containsExactly("amount", "customer.tx_count_1d", "n");
    }
}
