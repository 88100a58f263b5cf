package io.streamgauge.store.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonEventReaderTest {

    private static final String GOOD = """
            {"more": {"deep": [1, {"a": null}]}, "id": "e1", "time": 1000, "customer": "c", "n": 9007199254740993,
             "amount": 5, "ok": true, "seen": "2018-04-01T02:00:31.5+02:00"}""";

    private static Event read(String json) throws BadEventException {
        return new JsonEventReader(TestingSource.SOURCE).read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static BadEventException refused(String json) {
        return Objects.requireNonNull(catchThrowableOfType(BadEventException.class, () -> read(json)));
    }

    @Test
    void aGoodObject() throws BadEventException {
        Event event = read(GOOD);
        assertThat(event.id()).isEqualTo("e1");
        assertThat(event.timeMs()).isEqualTo(1000);
        assertThat(event.longAt(3)).as("beyond 2^53").isEqualTo(9_007_199_254_740_993L);
        assertThat(event.doubleAt(4)).isEqualTo(5);
        assertThat(event.booleanAt(5)).isTrue();
        assertThat(event.longAt(6)).isEqualTo(1_522_540_831_500L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "9007199254740993 | 9007199254740993.0 | the record has 9007199254740993.0; allowed: whole number",
                "9007199254740993 | 1e3 | the record has 1e3; allowed: whole number",
                "9007199254740993 | 9223372036854775808 | has 9223372036854775808; allowed: whole number within 64 bits",
                "9007199254740993 | \"5\" | the record has a string; allowed: whole number",
                "\"amount\": 5 | \"amount\": \"5\" | the record has a string; allowed: number or null",
                "\"amount\": 5 | \"amount\": 1e999 | the record has Infinity; allowed: a finite number",
                "\"amount\": 5 | \"amount\": [5] | the record has an array",
                "true | 1 | field 'ok' is declared boolean but the record has 1; allowed: true, false or null",
                "\"c\" | 5 | field 'customer' is declared string but the record has 5; allowed: string or null",
                "\"2018-04-01T02:00:31.5+02:00\" | \"2018-04-01 02:00\" | ISO-8601 with zone",
                "\"2018-04-01T02:00:31.5+02:00\" | 1.5 | the record has 1.5; allowed: milliseconds since 1970",
                "\"ok\": true, | `` | field 'ok' is not in the record; it has more, id, time, customer, n, amount, seen",
            })
    void valuesThatDoNotFit(String from, String to, String message) {
        assertThat(GOOD).contains(from);
        BadEventException refused = refused(GOOD.replace(from, to));
        assertThat(refused.reason()).isEqualTo(BadEventException.Cause.WRONG_TYPE);
        assertThat(refused).hasMessageContaining(message);
    }

    @Test
    void nulls() throws BadEventException {
        assertThat(read(GOOD.replace("\"c\"", "null")).isNull(2)).isTrue();
        assertThat(refused(GOOD.replace("\"e1\"", "null")).reason()).isEqualTo(BadEventException.Cause.NULL_ID);
        assertThat(refused(GOOD.replace("1000", "null")).reason()).isEqualTo(BadEventException.Cause.NULL_TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | the value is nothing; allowed: a JSON object",
                "[1] | the value is an array",
                "{\"id\": | the bytes are no JSON",
                "{\"id\": \"a\" \"b\"} | the bytes are no JSON",
            })
    void bytesThatAreNoObject(String json, String message) {
        BadEventException refused = refused(json);
        assertThat(refused.reason()).isEqualTo(BadEventException.Cause.NOT_JSON);
        assertThat(refused).hasMessageContaining(message);
    }

    @Test
    void oneObjectARecord() {
        assertThat(refused(GOOD + GOOD)).hasMessageContaining("something follows");
        assertThat(catchThrowableOfType(
                        BadEventException.class, () -> new JsonEventReader(TestingSource.SOURCE).read(null)))
                .hasMessage("the record's value is null");
    }
}
