package io.streamgauge.app.demo;

import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.EventReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a topic has been filled: per partition the last generated event in it. Since one idempotent producer fills
 * each partition in the generator's order, everything of that partition up to there is in the topic and nothing after it,
 * however the process ended; so a second start needs no position kept elsewhere.
 */
final class Published {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_STEP = 50;
    private static final int PATIENCE = 60;

    private final Position[] last;

    /** @param last last event per partition, {@link Position#START} where there is none; kept */
    Published(Position[] last) {
        this.last = last;
    }

    /** Reads the ends of a topic's partitions; records that are not the generator's are passed over. */
    static Published read(Consumer<byte[], byte[]> consumer, String topic, int partitions, EventReader reader) {
        Position[] last = new Position[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            last[partition] = lastOf(consumer, new TopicPartition(topic, partition), reader);
        }
        return new Published(last);
    }

    /** Whether a partition has the event already. */
    boolean has(int partition, Position position) {
        return position.compareTo(last[partition]) <= 0;
    }

    /** First day that some partition may lack an event of. */
    int firstOpenDay() {
        int day = Integer.MAX_VALUE;
        for (Position position : last) {
            day = Math.min(day, position.day());
        }
        return day;
    }

    /** Whether any generated event is in the topic. */
    boolean any() {
        for (Position position : last) {
            if (!position.equals(Position.START)) {
                return true;
            }
        }
        return false;
    }

    private static Position lastOf(Consumer<byte[], byte[]> consumer, TopicPartition partition, EventReader reader) {
        consumer.assign(List.of(partition));
        long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        for (long step = FIRST_STEP; ; step *= 10) {
            long from = Math.max(first, end - step);
            Optional<Position> found = greatest(consumer, partition, from, end, reader);
            if (found.isPresent() || from == first) {
                return found.orElse(Position.START);
            }
        }
    }

    private static Optional<Position> greatest(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end, EventReader reader) {
        Optional<Position> greatest = Optional.empty();
        consumer.seek(partition, from);
        int idle = 0;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                idle = 0;
                Optional<Position> position = position(record, reader);
                if (position.isPresent()
                        && (greatest.isEmpty() || position.get().compareTo(greatest.get()) > 0)) {
                    greatest = position;
                }
            }
            if (++idle > PATIENCE) {
                throw new IllegalStateException("cannot read the end of " + partition + ": offset "
                        + consumer.position(partition) + " of " + end + " after " + PATIENCE + " polls");
            }
        }
        return greatest;
    }

    private static Optional<Position> position(ConsumerRecord<byte[], byte[]> record, EventReader reader) {
        try {
            return Position.of(reader.read(record.value()).id());
        } catch (BadEventException e) {
            return Optional.empty();
        }
    }
}
