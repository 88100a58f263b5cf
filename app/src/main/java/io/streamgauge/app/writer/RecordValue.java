package io.streamgauge.app.writer;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The value of a record, decoded; of one that cannot be, the error says which record it is. */
public final class RecordValue {

    private RecordValue() {}

    /**
     * Decodes a value that is not null.
     *
     * @throws CommandFailedException when it is not what {@code codec} reads
     * @throws RegistryUnavailableException when its schema cannot be asked for, which is not the record's fault
     */
    public static <T> T decoded(ConsumerRecord<byte[], byte[]> record, Function<byte[], T> codec) {
        try {
            return codec.apply(record.value());
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CommandFailedException(
                    "the record at offset " + record.offset() + " of partition " + record.partition() + " of "
                            + record.topic() + " cannot be read: " + e.getMessage()
                            + ". Only pipelines may write to that topic; a record that something else has put there must be"
                            + " deleted first.",
                    e);
        }
    }
}
