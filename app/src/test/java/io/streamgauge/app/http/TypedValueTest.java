package io.streamgauge.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TypedValueTest {

    private final FeatureValues values = new FeatureValues(1);

    private String written(FieldType type) throws IOException {
        return new String(Json.bytes(json -> TypedValue.write(json, values, 0, type)), UTF_8);
    }

    @Test
    void aTextIsAString() throws IOException {
        values.set(0, "web");
        assertThat(written(FieldType.STRING)).isEqualTo("\"web\"");
    }

    @Test
    void aNumberIsByItsType() throws IOException {
        values.set(0, 1);
        assertThat(written(FieldType.DOUBLE)).isEqualTo("1.0");
        assertThat(written(FieldType.LONG)).isEqualTo("1");
        assertThat(written(FieldType.BOOLEAN)).isEqualTo("true");
        assertThat(written(FieldType.TIMESTAMP)).isEqualTo("\"1970-01-01T00:00:00.001Z\"");
        values.set(0, 0);
        assertThat(written(FieldType.BOOLEAN)).isEqualTo("false");
    }

    @Test
    void aDefaultThatIsNoBooleanStaysANumber() throws IOException {
        values.set(0, -1, ValueStatus.NOT_FOUND);
        assertThat(written(FieldType.BOOLEAN)).isEqualTo("-1.0");
    }

    @Test
    void aDefaultThatIsNotWholeStaysANumber() throws IOException {
        values.set(0, 0.5, ValueStatus.NOT_FOUND);
        assertThat(written(FieldType.LONG)).isEqualTo("0.5");
        values.set(0, 0x1p60);
        assertThat(written(FieldType.LONG)).isEqualTo("1.152921504606847E18");
    }

    @Test
    void whatIsMissingIsNull() throws IOException {
        values.setMissing(0, ValueStatus.NULL_VALUE);
        assertThat(written(FieldType.TIMESTAMP)).isEqualTo("null");
    }
}
