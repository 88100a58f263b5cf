package io.streamgauge.store.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EventValidatorTest {

    private static final SourceDefinition KEYED = TestingSource.with(
            TestingSource.FIELDS, CsvMapping.PLAIN, Optional.of("customer"), List.of("amount >= 0", "n != 13"));
    private static final EventValidator VALIDATOR = new EventValidator(KEYED);

    private static Event event(@Nullable String customer, @Nullable Long n, @Nullable Double amount) {
        return TestingSource.event("e", 1, customer, n, amount, null, null);
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BadEventException refused(Event event, byte @Nullable [] key) {
        return Objects.requireNonNull(
                catchThrowableOfType(BadEventException.class, () -> VALIDATOR.validate(event, key)));
    }

    @Test
    void aGoodEvent() {
        assertThatCode(() -> VALIDATOR.validate(event("é", 1L, 0.0), key("é"))).doesNotThrowAnyException();
        assertThatCode(() -> VALIDATOR.validate(event("é", 1L, null), key("é")))
                .as("an expectation over a missing value holds")
                .doesNotThrowAnyException();
    }

    @Test
    void keyIsNullWhereItsFieldIs() {
        assertThatCode(() -> VALIDATOR.validate(event(null, 1L, 1.0), null)).doesNotThrowAnyException();
        assertThat(refused(event(null, 1L, 1.0), key("d")))
                .hasMessage("source 'tx_all' is keyed by 'customer', here null, but the record's key is 'd'");
    }

    @Test
    void anEntityMayBeDemanded() {
        EventValidator strict = new EventValidator(
                TestingSource.with(TestingSource.FIELDS, CsvMapping.PLAIN, Optional.empty(), List.of("has(customer)")));
        assertThatCode(() -> strict.validate(event("c", 1L, 1.0), null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> strict.validate(event(null, 1L, 1.0), null))
                .isInstanceOf(BadEventException.class)
                .hasMessage("expected has(customer) but found customer = null");
    }

    @Test
    void keys() {
        BadEventException refused = refused(event("c", 1L, 1.0), key("d"));
        assertThat(refused.reason()).isEqualTo(BadEventException.Cause.KEY_MISMATCH);
        assertThat(refused).hasMessage("source 'tx_all' is keyed by 'customer', here 'c', but the record's key is 'd'");
        assertThat(refused(event("c", 1L, 1.0), null)).hasMessageContaining("key is null");
        EventValidator unkeyed = new EventValidator(
                TestingSource.with(TestingSource.FIELDS, CsvMapping.PLAIN, Optional.empty(), List.of()));
        assertThatCode(() -> unkeyed.validate(event(null, null, null), null)).doesNotThrowAnyException();
    }

    @Test
    void expectations() {
        BadEventException refused = refused(event("c", 1L, -0.5), key("c"));
        assertThat(refused.reason()).isEqualTo(BadEventException.Cause.EXPECTATION_FAILED);
        assertThat(refused).hasMessage("expected amount >= 0 but found amount = -0.5");
        assertThat(refused(event("c", 13L, 1.0), key("c"))).hasMessageContaining("n = 13");
    }
}
