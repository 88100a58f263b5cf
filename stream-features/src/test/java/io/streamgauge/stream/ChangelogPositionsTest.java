package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ChangelogPositionsTest {

    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 1);

    private final ChangelogPositions positions = new ChangelogPositions();

    @Test
    void eachConsumerTellsOfItsOwn() {
        ChangelogPositions.OfConsumer one = positions.new OfConsumer();
        ChangelogPositions.OfConsumer other = positions.new OfConsumer();
        one.reached(A, 3);
        other.reached(B, 5);
        one.reached(A, 4);

        assertThat(positions.followed()).containsExactlyInAnyOrder(A, B);
        assertThat(positions.of(A)).hasValue(4);

        one.onlyFollows(Set.of(A));
        assertThat(positions.of(A)).hasValue(4);
        one.onlyFollows(Set.of(B));
        assertThat(positions.of(A)).isEmpty();
        assertThat(positions.of(B)).as("the other's").hasValue(5);
        other.close();
        assertThat(positions.followed()).isEmpty();
    }
}
