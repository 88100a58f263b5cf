package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class PartitionCheckTest {

    private final SourceDefinition labels = TestingDefinitions.fraud().source("labels");
    private final byte[] key = "t1".getBytes(UTF_8);
    private final int own = Utils.toPositive(Utils.murmur2(key)) % 4;
    private final int other = (own + 1) % 4;

    @Test
    void acceptsTheDefaultPartition() {
        assertThatCode(() -> new PartitionCheck(labels, 4).check(key, own)).doesNotThrowAnyException();
    }

    @Test
    void acceptsAnyWhereItDoesNotMatter() {
        assertThatCode(() -> new PartitionCheck(labels, 0).check(key, other)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherWhereItMatters() {
        BadEventException refused =
                catchThrowableOfType(BadEventException.class, () -> new PartitionCheck(labels, 4).check(key, other));
        assertThat(refused.reason()).isEqualTo(BadEventException.Cause.KEY_MISMATCH);
        assertThat(refused)
                .hasMessage("record with key 't1' is in partition " + other
                        + ", where Kafka's default partitioner (murmur2) puts it into " + own
                        + "; publish with that partitioner, or leave out 'key' of source labels and its events are"
                        + " re-keyed");
    }
}
