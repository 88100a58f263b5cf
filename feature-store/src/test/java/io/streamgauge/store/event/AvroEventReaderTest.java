package io.streamgauge.store.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.WireFormat;
import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that others wrote, with Avro's own writer. */
final class AvroEventReaderTest {

    private static final String MS = "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}";

    private final TestingSchemaRegistry registry = new TestingSchemaRegistry();

    private static SourceDefinition source(FieldType type) {
        return TestingSource.with(
                List.of(
                        new Field("id", FieldType.STRING),
                        new Field("time", FieldType.TIMESTAMP),
                        new Field("x", type)),
                CsvMapping.PLAIN,
                Optional.empty(),
                List.of());
    }

    private static Schema record(String xType) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":" + xType
                        + "},{\"name\":\"more\",\"type\":{\"type\":\"map\",\"values\":\"bytes\"}},"
                        + "{\"name\":\"time\",\"type\":[\"null\"," + MS
                        + "]},{\"name\":\"id\",\"type\":[\"string\",\"null\"]}]}");
    }

    private byte[] write(Schema schema, @Nullable Object x) throws IOException {
        GenericRecord record = new GenericData.Record(schema);
        record.put("x", x);
        record.put("more", Map.of("k", java.nio.ByteBuffer.wrap(new byte[] {1, 2})));
        record.put("time", 1_000L);
        record.put("id", "e1");
        return encode(record);
    }

    private byte[] encode(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return WireFormat.encode(registry.register("t-value", record.getSchema()), out.toByteArray());
    }

    private Event read(FieldType declared, Schema schema, @Nullable Object x) throws Exception {
        return new AvroEventReader(source(declared), registry).read(write(schema, x));
    }

    private BadEventException refused(FieldType declared, byte @Nullable [] bytes) {
        return catchThrowableOfType(
                BadEventException.class, () -> new AvroEventReader(source(declared), registry).read(bytes));
    }

    @Test
    void fieldsAreTakenByNameAndTheRestIsSkipped() throws Exception {
        Event event = read(FieldType.DOUBLE, record("\"double\""), 2.5);
        assertThat(event.id()).isEqualTo("e1");
        assertThat(event.timeMs()).isEqualTo(1_000);
        assertThat(event.doubleAt(2)).isEqualTo(2.5);
    }

    @Test
    void typesThatFit() throws Exception {
        assertThat(read(FieldType.DOUBLE, record("\"float\""), 0.5f).doubleAt(2))
                .isEqualTo(0.5);
        assertThat(read(FieldType.DOUBLE, record("\"int\""), 7).doubleAt(2)).isEqualTo(7);
        assertThat(read(FieldType.DOUBLE, record("\"long\""), 7L).doubleAt(2)).isEqualTo(7);
        assertThat(read(FieldType.LONG, record("\"int\""), -7).longAt(2)).isEqualTo(-7);
        assertThat(read(FieldType.LONG, record("\"long\""), Long.MIN_VALUE).longAt(2))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(read(FieldType.BOOLEAN, record("\"boolean\""), true).booleanAt(2))
                .isTrue();
        Schema colours = record("{\"type\":\"enum\",\"name\":\"C\",\"symbols\":[\"RED\",\"BLUE\"]}");
        assertThat(read(
                                FieldType.STRING,
                                colours,
                                new GenericData.EnumSymbol(colours.getField("x").schema(), "BLUE"))
                        .textAt(2))
                .isEqualTo("BLUE");
        assertThat(read(FieldType.TIMESTAMP, record(MS), 5L).longAt(2)).isEqualTo(5);
        assertThat(read(FieldType.TIMESTAMP, record("\"long\""), 5L).longAt(2)).isEqualTo(5);
        assertThat(read(FieldType.TIMESTAMP, record(MS.replace("millis", "micros")), -1L)
                        .longAt(2))
                .isEqualTo(-1);
        assertThat(read(FieldType.TIMESTAMP, record(MS.replace("millis", "nanos")), 2_999_999L)
                        .longAt(2))
                .isEqualTo(2);
    }

    @Test
    void everyRecordIsReadWithItsOwnSchema() throws Exception {
        AvroEventReader reader = new AvroEventReader(source(FieldType.DOUBLE), registry);
        byte[] ints = write(record("\"int\""), 1);
        byte[] unions = write(record("[\"double\",\"null\"]"), 2.0);
        byte[] texts = write(record("\"string\""), "3");
        assertThat(reader.read(ints).doubleAt(2)).isEqualTo(1);
        assertThat(reader.read(unions).doubleAt(2)).isEqualTo(2);
        assertThatThrownBy(() -> reader.read(texts)).isInstanceOf(BadEventException.class);
        assertThat(reader.read(ints).doubleAt(2)).isEqualTo(1);
    }

    @Test
    void unionsAndNulls() throws Exception {
        Schema nullable = record("[\"null\",\"double\"]");
        assertThat(read(FieldType.DOUBLE, nullable, null).isNull(2)).isTrue();
        assertThat(read(FieldType.DOUBLE, nullable, 1.0).doubleAt(2)).isEqualTo(1);
        Schema mixed = record("[\"string\",\"int\",\"double\",\"null\"]");
        assertThat(read(FieldType.DOUBLE, mixed, 3).doubleAt(2)).isEqualTo(3);
        BadEventException wrong = refused(FieldType.DOUBLE, write(mixed, "three"));
        assertThat(wrong.reason()).isEqualTo(BadEventException.Cause.WRONG_TYPE);
        assertThat(wrong)
                .hasMessage(
                        "field 'x' is declared double but the record has string; allowed: double, float, int, long or null");
        assertThat(read(FieldType.DOUBLE, record("\"null\""), null).isNull(2)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"LONG,double", "STRING,long", "STRING,bytes", "BOOLEAN,int", "TIMESTAMP,string", "DOUBLE,boolean"})
    void typesThatDoNotFit(FieldType declared, String seen) throws Exception {
        Object value = switch (seen) {
            case "double" -> 1.0;
            case "long" -> 1L;
            case "bytes" -> java.nio.ByteBuffer.wrap(new byte[1]);
            case "int" -> 1;
            case "boolean" -> true;
            default -> "1";
        };
        BadEventException wrong = refused(declared, write(record("\"" + seen + "\""), value));
        assertThat(wrong.reason()).isEqualTo(BadEventException.Cause.WRONG_TYPE);
        assertThat(wrong)
                .hasMessageContaining("'x'")
                .hasMessageContaining("but the record has " + seen + "; allowed: ");
    }

    @Test
    void nanIsMissingAndInfinityIsRefused() throws Exception {
        assertThat(read(FieldType.DOUBLE, record("\"double\""), Double.NaN).isNull(2))
                .isTrue();
        assertThat(read(FieldType.DOUBLE, record("\"float\""), Float.NaN).isNull(2))
                .isTrue();
        assertThat(refused(FieldType.DOUBLE, write(record("\"double\""), Double.NEGATIVE_INFINITY)))
                .hasMessageContaining("the record has -Infinity; allowed: a finite number");
    }

    @Test
    void anAbsentFieldIsNamedWithThoseThere() throws Exception {
        SourceDefinition wanting = TestingSource.with(
                List.of(
                        new Field("id", FieldType.STRING),
                        new Field("time", FieldType.TIMESTAMP),
                        new Field("y", FieldType.LONG)),
                CsvMapping.PLAIN,
                Optional.empty(),
                List.of());
        byte[] bytes = write(record("\"int\""), 1);
        assertThatThrownBy(() -> new AvroEventReader(wanting, registry).read(bytes))
                .isInstanceOf(BadEventException.class)
                .hasMessageStartingWith("field 'y' is not in the record; it has x, more, time, id");
    }

    @Test
    void nullIdAndTime() throws Exception {
        GenericRecord record = new GenericData.Record(record("\"int\""));
        record.put("x", 1);
        record.put("more", Map.of());
        record.put("id", "e");
        assertThat(refused(FieldType.LONG, encode(record)).reason()).isEqualTo(BadEventException.Cause.NULL_TIME);
        record.put("time", 1L);
        record.put("id", null);
        assertThat(refused(FieldType.LONG, encode(record)).reason()).isEqualTo(BadEventException.Cause.NULL_ID);
    }

    @Test
    void bytesThatAreNoRecord() throws Exception {
        assertThat(refused(FieldType.LONG, null).reason()).isEqualTo(BadEventException.Cause.NOT_AVRO);
        assertThat(refused(FieldType.LONG, new byte[] {0, 0, 0}).reason()).isEqualTo(BadEventException.Cause.NOT_AVRO);
        assertThat(refused(FieldType.LONG, "{\"x\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .reason())
                .isEqualTo(BadEventException.Cause.NOT_AVRO);
        assertThat(refused(FieldType.LONG, WireFormat.encode(77, new byte[3])).reason())
                .isEqualTo(BadEventException.Cause.UNKNOWN_SCHEMA_ID);
        int id = registry.register("s", Schema.create(Schema.Type.INT));
        assertThat(refused(FieldType.LONG, WireFormat.encode(id, new byte[1])))
                .hasMessage("the value is Avro of type int; allowed: a record");
        byte[] good = write(record("\"int\""), 1);
        byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
        assertThat(refused(FieldType.LONG, longer)).hasMessageContaining("bytes are left over");
    }

    @Test
    void aTextThatClaimsAGigabyteCostsNothing() {
        int id = registry.register("t", EventAvroSchema.of("p", source(FieldType.STRING)));
        byte[] claims = WireFormat.encode(id, new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8, 65});
        assertThat(refused(FieldType.STRING, claims))
                .hasMessageContaining("a text of 1073741824 bytes in a record with 1 left");
    }

    @Test
    void aRegistryThatIsDownSaysNothingAboutTheRecord() throws Exception {
        byte[] good = write(record("\"int\""), 1);
        registry.setUnavailable(true);
        AvroEventReader reader = new AvroEventReader(source(FieldType.LONG), registry);
        assertThatThrownBy(() -> reader.read(good)).isInstanceOf(RegistryUnavailableException.class);
        registry.setUnavailable(false);
        assertThat(reader.read(good).longAt(2)).isEqualTo(1);
    }

    @Test
    void theSchemaWrittenIsNamedAfterTheSource() {
        Schema schema = EventAvroSchema.of("fraud", TestingSource.SOURCE);
        assertThat(schema.getFullName()).isEqualTo("io.streamgauge.fraud.TxAll");
        assertThat(schema.getField("id").schema().getType()).isEqualTo(Schema.Type.STRING);
        assertThat(schema.getField("amount").schema().toString()).isEqualTo("[\"null\",\"double\"]");
        assertThat(schema.getField("seen").schema().toString()).contains("timestamp-millis");
    }
}
