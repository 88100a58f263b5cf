package io.streamgauge.schemas.wire;

import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Records of one generated class as bytes in {@link WireFormat}, and back. Bytes of any compatible version are read:
 * the writer's schema is found by its id and resolved to the class's own.
 *
 * <p>Thread-safe: it keeps only schema ids and readers, both for ever, and a subject is {@code <topic>-value}. Not
 * serializable: a Flink function makes one when it opens.
 */
public final class AvroCodec<T extends SpecificRecord> {

    private static final ThreadLocal<ArrayEncoder> ENCODERS = ThreadLocal.withInitial(ArrayEncoder::new);

    private final SchemaRegistry registry;
    private final SpecificData model;
    private final Schema readerSchema;
    private final Schema registeredSchema;
    private final DatumWriter<T> writer;
    private final Map<String, Integer> idByTopic = new ConcurrentHashMap<>();
    private final Map<Integer, DatumReader<T>> readerById = new ConcurrentHashMap<>();

    public AvroCodec(Class<T> type, SchemaRegistry registry) {
        TrustedPackages.addThatOf(type);
        this.registry = registry;
        this.model = SpecificData.getForClass(type);
        // Generated coders where a class has them: the same bytes without a look at the schema for each field.
        this.model.setCustomCoders(true);
        this.readerSchema = model.getSchema(type);
        this.registeredSchema = PlainSchema.of(readerSchema);
        this.writer = new SpecificDatumWriter<>(readerSchema, model);
    }

    /**
     * The record in wire format; its schema is registered under {@code <topic>-value} at the first call for a topic.
     *
     * @throws SerializationException when the record does not fit its schema
     */
    public byte[] encode(String topic, T value) {
        int id = schemaId(topic);
        ArrayEncoder out = ENCODERS.get();
        out.begin(id);
        try {
            writer.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory failed", e);
        } catch (RuntimeException e) {
            throw new SerializationException("cannot write " + readerSchema.getName() + " to topic " + topic, e);
        }
        return out.toBytes();
    }

    /**
     * The record in {@code bytes}.
     *
     * @throws SerializationException when the bytes are no such record
     * @throws io.streamgauge.schemas.registry.RegistryUnavailableException when the writer's schema cannot be asked for
     */
    public T decode(byte[] bytes) {
        DatumReader<T> reader = reader(WireFormat.schemaId(bytes));
        try {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, WireFormat.PAYLOAD, bytes.length - WireFormat.PAYLOAD, null);
            T value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new SerializationException("bytes are left over after a " + readerSchema.getName());
            }
            return value;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new SerializationException("the bytes are no " + readerSchema.getName() + ": " + e.getMessage(), e);
        }
    }

    private int schemaId(String topic) {
        Integer known = idByTopic.get(topic);
        if (known == null) {
            known = registry.register(topic + "-value", registeredSchema);
            idByTopic.put(topic, known);
        }
        return known;
    }

    private DatumReader<T> reader(int schemaId) {
        DatumReader<T> known = readerById.get(schemaId);
        if (known == null) {
            known = new SpecificDatumReader<>(writerSchema(schemaId), readerSchema, model);
            readerById.put(schemaId, known);
        }
        return known;
    }

    private Schema writerSchema(int schemaId) {
        try {
            return registry.schemaById(schemaId);
        } catch (UnknownSchemaException e) {
            throw new SerializationException(e.getMessage(), e);
        }
    }
}
