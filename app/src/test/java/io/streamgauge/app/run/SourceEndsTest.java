package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SourceEndsTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final List<Set<TopicPartition>> asked = new ArrayList<>();
    private boolean silent;
    private long nanos;
    private final SourceEnds ends = new SourceEnds(
            partitions -> {
                asked.add(partitions);
                if (silent) {
                    throw new KafkaException("no answer");
                }
                return Map.of(PARTITION, new SourceEnds.End(7, 10));
            },
            () -> nanos,
            () -> {});

    @Test
    void theBrokerIsAskedAFewTimesASecond() {
        assertThat(ends.of(Set.of(PARTITION)).get(PARTITION)).isEqualTo(new SourceEnds.End(7, 10));
        assertThat(ends.of(Set.of(PARTITION)).get(PARTITION)).isEqualTo(new SourceEnds.End(7, 10));
        assertThat(asked).hasSize(1);
        nanos += TimeUnit.MILLISECONDS.toNanos(200);
        silent = true;
        assertThat(ends.of(Set.of(PARTITION))).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void nothingIsAskedOfNothing() {
        assertThat(ends.of(Set.of())).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsWrittenAndCannotBeReadIsHeldBack() {
        assertThat(new SourceEnds.End(7, 10).heldBack()).isEqualTo(3);
        assertThat(new SourceEnds.End(7, 6).heldBack())
                .as("asked at different times")
                .isZero();
    }
}
