package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelReaderTest {

    private static final long NOW_MS = 1_522_540_831_000L;

    private static LabelReader reader(LabelsConfig.Format format, Kind kind, TestingSchemaRegistry registry) {
        LabelsConfig config =
                new LabelsConfig("labels", format, "tx", "at", "fraud", Duration.ZERO, Duration.ofDays(1));
        return new LabelReader(config, kind, registry);
    }

    private static LabelRow json(String text, Kind kind) throws LabelReader.BadLabelException {
        return reader(LabelsConfig.Format.JSON, kind, new TestingSchemaRegistry())
                .read(text.getBytes(StandardCharsets.UTF_8), NOW_MS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tx\": \"a1\", \"at\": 1522540831000, \"fraud\": true, \"more\": [1]}|a1|1",
                "{\"tx\": 17, \"at\": \"2018-04-01T00:00:31Z\", \"fraud\": 0}|17|0",
                "{\"tx\": \"b\", \"at\": \"2018-04-01T02:00:31+02:00\", \"fraud\": 1.0}|b|1",
            })
    void jsonIsRead(String text, String id, double outcome) throws Exception {
        LabelRow label = json(text, Kind.BINARY);
        assertThat(label.eventId).isEqualTo(id);
        assertThat(label.timeMs).isEqualTo(NOW_MS);
        assertThat(label.outcome).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|no JSON object",
                "{|no JSON",
                "{\"tx\": \"a\", \"at\": 1, \"fraud\": null}|field 'fraud' is null",
                "{\"at\": 1, \"fraud\": 1}|field 'tx' is not there",
                "{\"tx\": 1.5, \"at\": 1, \"fraud\": 1}|field 'tx' is 1.5; allowed: a string, a whole number",
                "{\"tx\": \"a\", \"at\": \"today\", \"fraud\": 1}|ISO-8601 with zone",
                "{\"tx\": \"a\", \"at\": 1, \"fraud\": 0.5}|the outcome is 0.5; allowed: 1 and 0, true and false",
                "{\"tx\": \"a\", \"at\": 1, \"fraud\": \"no\"}|allowed: a number, true and false",
                "{\"tx\": \"a\", \"at\": 1622540831000, \"fraud\": 1}|further ahead of its record's",
            })
    void whatIsNoLabelIsSaid(String text, String message) {
        assertThatThrownBy(() -> json(text, Kind.BINARY)).hasMessageContaining(message);
    }

    @Test
    void anyNumberIsAnOutcomeOfNumbers() throws Exception {
        assertThat(json("{\"tx\": 1, \"at\": 1, \"fraud\": -3.5}", Kind.REGRESSION).outcome)
                .isEqualTo(-3.5);
    }

    @ParameterizedTest
    @CsvSource({"timestamp-millis,1522540831000", "timestamp-micros,1522540831000999", "none,1522540831000"})
    void avroIsReadWhateverTheUnitOfTime(String unit, long time) throws Exception {
        String type = unit.equals("none") ? "\"long\"" : "{\"type\": \"long\", \"logicalType\": \"" + unit + "\"}";
        Schema schema = new Schema.Parser()
                .parse(
                        "{\"type\": \"record\", \"name\": \"L\", \"fields\": [{\"name\": \"other\", \"type\": \"string\"},"
                                + " {\"name\": \"tx\", \"type\": \"string\"}, {\"name\": \"at\", \"type\": [\"null\", "
                                + type
                                + "]}, {\"name\": \"fraud\", \"type\": [\"null\", \"boolean\"]}]}");
        GenericRecord record = new GenericData.Record(schema);
        record.put("other", "x");
        record.put("tx", "a1");
        record.put("at", time);
        record.put("fraud", true);
        TestingSchemaRegistry registry = new TestingSchemaRegistry();
        byte[] bytes = WireFormat.encode(registry.register("labels-value", schema), bytes(record));
        LabelRow label = reader(LabelsConfig.Format.AVRO, Kind.BINARY, registry).read(bytes, NOW_MS);
        assertThat(label.eventId).isEqualTo("a1");
        assertThat(label.timeMs).isEqualTo(NOW_MS);
        assertThat(label.outcome).isEqualTo(1);
    }

    @Test
    void bytesThatAreNoAvroAreSaid() {
        LabelReader reader = reader(LabelsConfig.Format.AVRO, Kind.BINARY, new TestingSchemaRegistry());
        assertThatThrownBy(() -> reader.read(new byte[] {0, 0, 0, 0, 9, 1}, NOW_MS))
                .hasMessageContaining("no Avro record");
        assertThatThrownBy(() -> reader.read(null, NOW_MS)).hasMessageContaining("null");
    }

    private static byte[] bytes(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
