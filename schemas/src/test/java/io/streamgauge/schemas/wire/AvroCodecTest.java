package io.streamgauge.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class AvroCodecTest {

    private static final String TOPIC = "fraud.drift-metrics";

    private final TestingSchemaRegistry registry = new TestingSchemaRegistry();
    private final AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, registry);

    @Test
    void whatIsWrittenIsRead() {
        DriftMetric metric = metric("amount", 0.25);
        byte[] bytes = codec.encode(TOPIC, metric);
        assertThat(codec.decode(bytes)).isEqualTo(metric);
        assertThat(registry.subjects()).containsExactly("fraud.drift-metrics-value");
    }

    @Test
    void theSchemaRegisteredIsThatOfTheContractFile() throws Exception {
        int id = WireFormat.schemaId(codec.encode(TOPIC, metric("amount", 1)));
        Schema contract = new Schema.Parser().parse(new java.io.File("src/main/avro/DriftMetric.avsc"));
        assertThat(registry.schemaById(id)).isEqualTo(contract);
    }

    @Test
    void bytesOfAnotherVersionAreResolvedToThisOne() throws IOException {
        Schema newer = withExtraField(PlainSchema.of(DriftMetric.getClassSchema()));
        GenericRecord record = asGeneric(newer, metric("amount", 0.5));
        byte[] bytes = WireFormat.encode(registry.register("elsewhere-value", newer), binary(record));
        assertThat(codec.decode(bytes)).isEqualTo(metric("amount", 0.5));
    }

    @Test
    void aBrokenRecordIsToldFromABrokenRegistry() {
        byte[] bytes = codec.encode(TOPIC, metric("amount", 1));
        assertThatThrownBy(() -> codec.decode(WireFormat.encode(77, new byte[0])))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("schema id 77 is unknown");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length - 3)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("the bytes are no DriftMetric");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 3)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("bytes are left over");
        registry.setUnavailable(true);
        assertThat(codec.decode(bytes)).as("known ids need no registry").isEqualTo(metric("amount", 1));
        assertThatThrownBy(() -> new AvroCodec<>(DriftMetric.class, registry).decode(bytes))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void manyThreadsMayShareOne() {
        long wrong = IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> {
                    DriftMetric metric = metric("f" + i, i);
                    return !codec.decode(codec.encode(TOPIC + i % 3, metric)).equals(metric);
                })
                .count();
        assertThat(wrong).isZero();
    }

    @Test
    void nullIsATombstone() {
        Serde<DriftMetric> serde = AvroSerde.of(DriftMetric.class, registry);
        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
        byte[] bytes = serde.serializer().serialize(TOPIC, metric("amount", 2));
        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(metric("amount", 2));
    }

    private static DriftMetric metric(String feature, double value) {
        return DriftMetric.newBuilder()
                .setPipeline("fraud")
                .setModel("fraud")
                .setModelVersion("1")
                .setFeature(feature)
                .setStatistic("psi")
                .setWindowStart(Instant.ofEpochMilli(0))
                .setWindowEnd(Instant.ofEpochMilli(86_400_000))
                .setValue(value)
                .setThreshold(0.1)
                .setPValue(0.01)
                .setAdjustedPValue(0.02)
                .setDrifted(true)
                .setReferenceCount(1_000)
                .setWindowCount(100)
                .build();
    }

    private static Schema withExtraField(Schema schema) {
        String json = schema.toString();
        int end = json.lastIndexOf("]}");
        return new Schema.Parser()
                .parse(json.substring(0, end) + ",{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}"
                        + json.substring(end));
    }

    private static GenericRecord asGeneric(Schema schema, DriftMetric metric) {
        GenericRecordBuilder builder = new GenericRecordBuilder(schema);
        for (Schema.Field field : metric.getSchema().getFields()) {
            Object value = metric.get(field.pos());
            builder.set(field.name(), value instanceof Instant time ? (Object) time.toEpochMilli() : value);
        }
        return builder.set("note", "from the future").build();
    }

    private static byte[] binary(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
