package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class TopologyTroubleTest {

    private static final Path ROWS = Path.of("data", "streams");

    private final TopologyTrouble trouble = new TopologyTrouble(ROWS, List.of("orders", "labels"));

    @Test
    void damagedRowsAreToldWithWhatToDelete() {
        Throwable failure = new ProcessorStateException(
                "Error opening store", rocks("block checksum mismatch", Status.Code.Corruption));

        assertThat(trouble.told(failure))
                .hasMessageContaining("rows in " + ROWS + " are damaged (block checksum mismatch)")
                .hasMessageContaining("delete that directory")
                .hasCause(failure);
    }

    @Test
    void aTopicThatIsGoneIsToldWithTheNames() {
        Throwable failure = new MissingSourceTopicException("One or more source topics were missing during rebalance");

        assertThat(trouble.told(failure))
                .hasMessageContaining("a topic that it reads is gone: one of orders, labels")
                .hasCause(failure);
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        Throwable failure = new ProcessorStateException("Error", rocks("No space left on device", Status.Code.IOError));

        assertThat(trouble.told(failure)).isSameAs(failure);
        assertThat(trouble.told(new IllegalStateException("Corruption"))).isInstanceOf(IllegalStateException.class);
    }

    private static RocksDBException rocks(String message, Status.Code code) {
        return new RocksDBException(message, new Status(code, Status.SubCode.None, message));
    }
}
