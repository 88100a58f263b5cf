package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.BadEventException.Cause;
import org.apache.kafka.common.utils.Utils;

/**
 * Holds the records of a source to the partition that Kafka's default partitioner (murmur2) gives their key. It matters
 * where a source's events meet those of others in one task without a hop: else the rows of an entity and their readers would
 * lie in different tasks, and features be silently wrong.
 */
final class PartitionCheck {

    private final SourceDefinition source;
    private final int partitions;

    /**
     * The check of one source.
     *
     * @param partitions number of partitions of its topic; 0 where any will do
     */
    PartitionCheck(SourceDefinition source, int partitions) {
        this.source = source;
        this.partitions = partitions;
    }

    void check(byte[] key, int partition) throws BadEventException {
        if (partitions == 0) {
            return;
        }
        int own = Utils.toPositive(Utils.murmur2(key)) % partitions;
        if (own != partition) {
            throw new BadEventException(
                    Cause.KEY_MISMATCH,
                    "record with key '" + new String(key, UTF_8) + "' is in partition " + partition
                            + ", where Kafka's default partitioner (murmur2) puts it into " + own
                            + "; publish with that partitioner, or leave out 'key' of source " + source.name()
                            + " and its events are re-keyed");
        }
    }
}
