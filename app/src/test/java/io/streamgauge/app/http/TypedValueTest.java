package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import org.junit.jupiter.api.Test;

class TypedValueTest {

    private final FeatureValues values = new FeatureValues(1);

    @Test
    void aTextIsAString() {
        values.set(0, "web");
        assertThat(TypedValue.of(values, 0, FieldType.STRING)).isEqualTo("web");
    }

    @Test
    void aNumberIsByItsType() {
        values.set(0, 1);
        assertThat(TypedValue.of(values, 0, FieldType.DOUBLE)).isEqualTo(1.0);
        assertThat(TypedValue.of(values, 0, FieldType.LONG)).isEqualTo(1L);
        assertThat(TypedValue.of(values, 0, FieldType.BOOLEAN)).isEqualTo(true);
        assertThat(TypedValue.of(values, 0, FieldType.TIMESTAMP)).isEqualTo("1970-01-01T00:00:00.001Z");
        values.set(0, 0);
        assertThat(TypedValue.of(values, 0, FieldType.BOOLEAN)).isEqualTo(false);
    }

    @Test
    void aDefaultThatIsNoBooleanStaysANumber() {
        values.set(0, -1, ValueStatus.NOT_FOUND);
        assertThat(TypedValue.of(values, 0, FieldType.BOOLEAN)).isEqualTo(-1.0);
    }

    @Test
    void aDefaultThatIsNotWholeStaysANumber() {
        values.set(0, 0.5, ValueStatus.NOT_FOUND);
        assertThat(TypedValue.of(values, 0, FieldType.LONG)).isEqualTo(0.5);
        values.set(0, 0x1p60);
        assertThat(TypedValue.of(values, 0, FieldType.LONG)).isEqualTo(0x1p60);
    }

    @Test
    void whatIsMissingIsNull() {
        values.setMissing(0, ValueStatus.NULL_VALUE);
        assertThat(TypedValue.of(values, 0, FieldType.TIMESTAMP)).isNull();
    }
}
