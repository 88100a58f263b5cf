package io.streamgauge.app.tail;

import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A topic of one generated class. */
final class AvroForm<T extends SpecificRecord> implements RecordForm {

    private final AvroCodec<T> codec;
    private final Function<T, String> line;

    AvroForm(Class<T> type, SchemaRegistry registry, Function<T, String> line) {
        this.codec = new AvroCodec<>(type, registry);
        this.line = line;
    }

    @Override
    public String text(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? "(deleted)" : line.apply(codec.decode(record.value()));
    }

    @Override
    public String json(ConsumerRecord<byte[], byte[]> record) {
        // Avro's own text form: plain JSON, without the type names that its JSON encoding puts around unions.
        return record.value() == null ? "null" : codec.decode(record.value()).toString();
    }
}
