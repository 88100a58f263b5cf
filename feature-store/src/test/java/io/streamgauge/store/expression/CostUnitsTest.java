package io.streamgauge.store.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.event.FieldType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The unit of cost, by the rule in the reference. */
final class CostUnitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " costs ",
            quoteCharacter = '`',
            value = {
                "x costs 1",
                "1.5 costs 0",
                "customer.mean costs 1",
                "x * 2 costs 3",
                "x + y * x costs 6",
                "hour(t) <= 6 costs 4",
                "haversine(x, y, 50.0, 4.0) costs 8",
                "coalesce(x, 0) costs 1",
                "coalesce(customer.mean / x, 0) costs 4",
                "x / coalesce(y, 1) costs 4",
                "ok ? x : y costs 5",
                "n in [1, 2] costs 4",
            })
    void units(String text, int expected) {
        Map<String, FieldType> types = new HashMap<>(TestingExpressions.TYPES);
        types.put("customer.mean", FieldType.DOUBLE);
        assertThat(Expression.compile(text, types).costUnits()).isEqualTo(expected);
    }
}
