package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CopyLagTest {

    private static final TopicPartition ROWS = new TopicPartition("rows", 0);
    private static final TopicPartition CHUNKS = new TopicPartition("chunks", 0);

    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long nowMs = 1_000;
    private final CopyLag lag = new CopyLag(
            new CopyLag.Positions() {
                @Override
                public Set<TopicPartition> followed() {
                    return Set.copyOf(positions.keySet());
                }

                @Override
                public OptionalLong of(TopicPartition changelog) {
                    Long offset = positions.get(changelog);
                    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
                }
            },
            followed -> {
                if (ends.isEmpty()) {
                    throw new IllegalStateException("Kafka does not answer");
                }
                return ends;
            },
            () -> TimeUnit.MILLISECONDS.toNanos(nowMs),
            () -> {});

    @Test
    void aCopyIsAsOldAsTheLastEndThatItHasReached() {
        follow(ROWS, 0, 100);
        assertThat(behind(ROWS)).as("it has never caught up").isEmpty();

        positions.put(ROWS, 100L);
        nowMs = 1_300;
        assertThat(behind(ROWS)).contains(new CopyLag.Behind(300, 0));

        ends.put(ROWS, 150L);
        nowMs = 1_500;
        lag.look();
        ends.put(ROWS, 200L);
        nowMs = 2_000;
        lag.look();
        nowMs = 2_100;
        assertThat(behind(ROWS)).as("it has what was there at 1000").contains(new CopyLag.Behind(1_100, 100));

        positions.put(ROWS, 199L);
        assertThat(behind(ROWS)).as("it has what was there at 1500").contains(new CopyLag.Behind(600, 1));

        positions.put(ROWS, 200L);
        assertThat(behind(ROWS)).contains(new CopyLag.Behind(100, 0));
    }

    @Test
    void ofSeveralChangelogsTheWorstCounts() {
        follow(ROWS, 5, 5);
        assertThat(lag.of(List.of(ROWS, CHUNKS))).isEmpty();
        nowMs = 1_400;
        ends.put(ROWS, 9L);
        follow(CHUNKS, 7, 7);

        assertThat(lag.of(List.of(ROWS, CHUNKS))).contains(new CopyLag.Behind(400, 4));
    }

    @Test
    void withoutKafkaItGetsOlder() {
        follow(ROWS, 5, 5);
        ends.clear();
        nowMs = 61_000;
        lag.look();

        assertThat(behind(ROWS)).contains(new CopyLag.Behind(60_000, 0));
    }

    @Test
    void aCopyThatBeginsAgainHasCaughtUpWithNothing() {
        follow(ROWS, 5, 5);
        assertThat(behind(ROWS)).isPresent();
        positions.put(ROWS, 0L);
        assertThat(behind(ROWS)).isEmpty();

        positions.remove(ROWS);
        lag.look();
        positions.put(ROWS, 5L);
        assertThat(behind(ROWS))
                .as("nothing is known of one that was not followed")
                .isEmpty();
    }

    private void follow(TopicPartition changelog, long position, long end) {
        positions.put(changelog, position);
        ends.put(changelog, end);
        lag.look();
    }

    private Optional<CopyLag.Behind> behind(TopicPartition changelog) {
        return lag.of(List.of(changelog));
    }
}
