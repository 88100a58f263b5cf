package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Failures of a topology that the user can do something about, told so: rows that RocksDB cannot read, for instance since
 * something else wrote to its files, and a topic that was deleted.
 *
 * @param rows where the rows are
 * @param topics of the sources
 */
record TopologyTrouble(Path rows, List<String> topics) {

    TopologyTrouble {
        topics = List.copyOf(topics);
    }

    /** The failure, or one in its place that says what to do. */
    Throwable told(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RocksDBException rocks && corrupted(rocks.getStatus())) {
                return new CommandFailedException(
                        "rows in " + rows + " are damaged (" + rocks.getMessage()
                                + "); delete that directory: the next start makes" + " them again from Kafka",
                        failure);
            }
            if (cause instanceof MissingSourceTopicException) {
                return new CommandFailedException(
                        "a topic that it reads is gone: one of " + String.join(", ", topics)
                                + ", or one that it made for itself; make it again, then start again",
                        failure);
            }
        }
        return failure;
    }

    /** Trouble that passes when the registry is up again. */
    static boolean registryIsDown(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException registry) {
                return registry.mayPass();
            }
        }
        return false;
    }

    private static boolean corrupted(@Nullable Status status) {
        return status != null && status.getCode() == Status.Code.Corruption;
    }
}
