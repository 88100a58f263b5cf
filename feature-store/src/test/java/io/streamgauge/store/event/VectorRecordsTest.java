package io.streamgauge.store.event;

import static io.streamgauge.store.event.TestingSource.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.WireFormat;
import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A vector of a record is a column per element; one that does not fit its declaration is a bad event. */
final class VectorRecordsTest {

    private static final int FIRST = 2;
    private static final int AFTER = 5;

    private static final EventSchema SCHEMA = new EventSchema(
            List.of(
                    new Field("id", FieldType.STRING),
                    new Field("time", FieldType.TIMESTAMP),
                    new Field("v_0", FieldType.DOUBLE),
                    new Field("v_1", FieldType.DOUBLE),
                    new Field("v_2", FieldType.DOUBLE),
                    new Field("n", FieldType.LONG)),
            List.of(new RecordField("v", FIRST, 3)));

    private final TestingSchemaRegistry registry = new TestingSchemaRegistry();

    private static SourceDefinition source(SourceDefinition.Format format, CsvMapping csv) {
        return new SourceDefinition(
                "tx",
                "tx",
                format,
                SCHEMA,
                "id",
                "time",
                Duration.ZERO,
                Duration.ofDays(1),
                Optional.empty(),
                List.of(),
                csv);
    }

    private static final SourceDefinition JSON = source(SourceDefinition.Format.JSON, CsvMapping.PLAIN);
    private static final SourceDefinition AVRO = source(SourceDefinition.Format.AVRO, CsvMapping.PLAIN);

    private static Event json(String vector) throws BadEventException {
        String text = "{\"v_1\": 9, \"id\": \"e\", \"v\": " + vector + ", \"time\": 5, \"n\": 7}";
        return new JsonEventReader(JSON).read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Object> elements(Event event) {
        assertThat(event.longAt(AFTER)).isEqualTo(7);
        return facts(event).subList(2 + FIRST, 2 + AFTER);
    }

    private static List<Object> elements(double... values) {
        return Arrays.stream(values)
                .<Object>mapToObj(v -> Double.isNaN(v) ? "null" : (Object) Double.doubleToRawLongBits(v))
                .toList();
    }

    @Test
    void aJsonArray() throws BadEventException {
        assertThat(elements(json("[0.1, -2, 3e2]"))).isEqualTo(elements(0.1, -2, 300));
        assertThat(elements(json("null"))).containsOnly("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2] | 2 elements",
                "[] | 0 elements",
                "[1, 2, 3, 4] | 4 elements",
                "[1, null, 3] | null as element 1",
                "[1, 2, \"3\"] | a string as element 2",
                "[[1], 2, 3] | an array as element 0",
                "[1, 2, 3, {}] | an object as element 3",
                "[1, 2, 1e999] | Infinity as element 2",
                "[1, 2, 3, 1e999] | Infinity as element 3",
                "0.5 | 0.5",
                "\"[1, 2, 3]\" | a string",
                "{\"a\": 1} | an object",
            })
    void aJsonValueThatDoesNotFit(String value, String seen) {
        BadEventException refused =
                Objects.requireNonNull(catchThrowableOfType(BadEventException.class, () -> json(value)));
        assertThat(refused.reason()).isEqualTo(BadEventException.Cause.WRONG_TYPE);
        assertThat(refused)
                .hasMessage("field 'v' is declared vector(3) but the record has " + seen
                        + "; allowed: an array of 3 numbers or null");
    }

    @Test
    void aRecordWithoutTheVectorIsRefusedByItsName() {
        assertThatThrownBy(() -> new JsonEventReader(JSON)
                        .read("{\"v_0\": 1, \"id\": \"e\", \"time\": 5, \"n\": 7}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage(
                        "field 'v' is not in the record; it has v_0, id, time, n (a field that is there may be null)");
        Schema without = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
                        + "{\"name\":\"time\",\"type\":\"long\"},{\"name\":\"n\",\"type\":\"long\"}]}");
        assertThatThrownBy(() -> read(without, null)).hasMessageStartingWith("field 'v' is not in the record");
    }

    private Event read(Schema schema, @Nullable Object vector) throws IOException, BadEventException {
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", "e");
        record.put("time", 5L);
        record.put("n", 7L);
        if (schema.getField("v") != null) {
            record.put("v", vector);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        byte[] bytes = WireFormat.encode(registry.register("tx-value", schema), out.toByteArray());
        return new AvroEventReader(AVRO, registry).read(bytes);
    }

    /** Of a vector among other fields, in another place than it is declared. */
    private static Schema avro(String vectorType) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"v\",\"type\":" + vectorType
                        + "},{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"time\",\"type\":\"long\"},"
                        + "{\"name\":\"n\",\"type\":\"long\"}]}");
    }

    private static String array(String items) {
        return "{\"type\":\"array\",\"items\":" + items + "}";
    }

    @Test
    void avroArrays() throws Exception {
        assertThat(elements(read(avro(array("\"double\"")), List.of(0.1, -0.0, 3.0))))
                .isEqualTo(elements(0.1, -0.0, 3));
        assertThat(elements(read(avro(array("\"float\"")), List.of(0.1f, 2f, 3f))))
                .isEqualTo(elements(0.1f, 2, 3));
        assertThat(elements(read(avro(array("\"int\"")), List.of(1, 2, 3)))).isEqualTo(elements(1, 2, 3));
        assertThat(elements(read(avro(array("\"long\"")), List.of(1L, 2L, 3L)))).isEqualTo(elements(1, 2, 3));
        Schema nullable = avro("[\"null\"," + array("[\"null\",\"double\"]") + "]");
        assertThat(elements(read(nullable, null))).containsOnly("null");
        assertThat(elements(read(nullable, List.of(1.0, 2.0, 3.0)))).isEqualTo(elements(1, 2, 3));
        assertThat(elements(read(avro(array("\"float\"")), List.of(1f, Float.NaN, 3f))))
                .as("NaN is missing, as in a double")
                .isEqualTo(elements(1, Double.NaN, 3));
    }

    @Test
    void avroThatDoesNotFit() {
        assertThat(refusedAvro(array("\"double\""), List.of(1.0, 2.0)))
                .contains("has 2 elements; allowed: an array of 3");
        assertThat(refusedAvro(array("\"float\""), List.of(1f, 2f, 3f, 4f))).contains("has 4 elements");
        assertThat(refusedAvro(array("[\"null\",\"double\"]"), Arrays.asList(1.0, 2.0, null)))
                .contains("has null as element 2");
        assertThat(refusedAvro(array("\"double\""), List.of(1.0, Double.POSITIVE_INFINITY, 3.0)))
                .contains("has Infinity as element 1");
        assertThat(refusedAvro(array("\"string\""), List.of("a", "b", "c"))).contains("has string as element 0");
        assertThat(refusedAvro("\"double\"", 1.0)).contains("declared vector(3) but the record has double");
    }

    private String refusedAvro(String vectorType, Object vector) {
        BadEventException refused = Objects.requireNonNull(
                catchThrowableOfType(BadEventException.class, () -> read(avro(vectorType), vector)));
        assertThat(refused.reason()).isEqualTo(BadEventException.Cause.WRONG_TYPE);
        return String.valueOf(refused.getMessage());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws BadEventException {
        long seed = 20261121;
        Random random = new Random(seed);
        assertThat(EventAvroSchema.of("p", AVRO).getField("v").schema())
                .hasToString("[\"null\",{\"type\":\"array\",\"items\":\"double\"}]");
        for (int i = 0; i < 200; i++) {
            Event event = new Event(SCHEMA).identify("e" + i, i);
            event.setText(0, "e" + i);
            event.setLong(1, i);
            boolean isNull = random.nextInt(4) == 0;
            boolean holes = random.nextInt(4) == 0;
            for (int field = FIRST; field < AFTER && !isNull; field++) {
                if (!holes || random.nextBoolean()) {
                    event.setDouble(field, random.nextGaussian());
                }
            }
            byte[] avro = new AvroEventWriter("p", AVRO, registry).write(event);
            assertThat(facts(new AvroEventReader(AVRO, registry).read(avro)))
                    .as("seed " + seed)
                    .isEqualTo(facts(event));
            EventCodec codec = new EventCodec(SCHEMA);
            assertThat(facts(codec.decode(codec.encode(event)))).isEqualTo(facts(event));
            long missing = facts(event).subList(2 + FIRST, 2 + AFTER).stream()
                    .filter("null"::equals)
                    .count();
            if (missing == 0 || missing == 3) {
                byte[] json = new JsonEventWriter(JSON).write(event);
                assertThat(facts(new JsonEventReader(JSON).read(json))).isEqualTo(facts(event));
            } else {
                assertThatThrownBy(() -> new JsonEventWriter(JSON).write(event))
                        .hasMessage(missing + " of the 3 elements of vector 'v' are missing; JSON has none or all of"
                                + " them");
            }
        }
    }

    @Test
    void aColumnOfArrays(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tx.csv"), """
                id,time,EMB,n
                a,1970-01-01T00:00:00Z,"[0.5, 1, -2e1]",7
                b,1970-01-01T00:00:01Z,,7
                c,1970-01-01T00:00:02Z,"[1, 2]",7
                d,1970-01-01T00:00:03Z,"[1, NaN, 2]",7
                e,1970-01-01T00:00:04Z,"[1, 2, 3] 4",7
                f,1970-01-01T00:00:05Z,"1, 2, 3",7
                g,1970-01-01T00:00:06Z,null,7
                h,1970-01-01T00:00:07Z,"[1, 2",7
                """);
        CsvMapping mapping =
                new CsvMapping(Map.of("v", "EMB"), "iso", java.time.ZoneOffset.UTC, Optional.empty(), Map.of());
        try (CsvEvents events = CsvEvents.open(file, source(SourceDefinition.Format.AVRO, mapping))) {
            assertThat(elements(events.next())).isEqualTo(elements(0.5, 1, -20));
            assertThat(elements(events.next())).containsOnly("null");
            assertThatThrownBy(events::next)
                    .isInstanceOf(CsvException.class)
                    .hasMessageEndingWith("line 4: field 'v': field 'v' is declared vector(3) but the record has 2"
                            + " elements; allowed: an array of 3 numbers or null");
            assertThatThrownBy(events::next)
                    .hasMessageEndingWith(
                            "line 5: field 'v': '[1, NaN, 2]' is no vector(3); allowed: an array of 3 numbers such as"
                                    + " [0.1, 0.2], or an empty cell");
            assertThatThrownBy(events::next).hasMessageContaining("something follows the array of vector(3)");
            assertThatThrownBy(events::next).hasMessageContaining("'1, 2, 3' is no vector(3)");
            assertThat(elements(events.next())).containsOnly("null");
            assertThatThrownBy(events::next).hasMessageContaining("is no vector(3)");
        }
    }

    @Test
    void aSchemaChecksItsVectors() {
        List<Field> fields = List.of(new Field("v_0", FieldType.DOUBLE), new Field("v_1", FieldType.LONG));
        assertThat(new EventSchema(fields, List.of(new RecordField("v", 0, 1))).vectorColumns())
                .isEqualTo(Map.of("v", List.of("v_0")));
        assertThatThrownBy(() -> new EventSchema(fields, List.of(new RecordField("v", 0, 2))))
                .hasMessageStartingWith("element 1 of vector 'v' is not the field");
        assertThatThrownBy(() -> new EventSchema(fields, List.of(new RecordField("v", 0, 3))))
                .hasMessageStartingWith("element 0 of vector 'v' is not the field");
        assertThatThrownBy(() -> new EventSchema(fields, List.of(new RecordField("v", 5, 1))))
                .hasMessageStartingWith("vectors overlap or lie outside the fields");
        assertThatThrownBy(() -> new RecordField("v", 0, 513))
                .hasMessage("vector 'v' has 513 elements; allowed: 1 to 512");
        assertThat(SCHEMA.followedBy(List.of(new Field("view.x", FieldType.DOUBLE)))
                        .vectors())
                .isEqualTo(SCHEMA.vectors());
    }
}
