package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class SourceTimestampsTest {

    private static final Duration MAX_AHEAD = Duration.ofDays(1);
    private static final long PUBLISHED_MS = 1_700_000_000_000L;

    @Test
    void feedingEventGoesBeforeTheScoredOneOfTheSameMoment() {
        assertThat(extract(SourceTimestamps.SCORED, record(at(5_000)), -1)).isEqualTo(5_000);
        assertThat(extract(SourceTimestamps.FEEDING, record(at(5_000)), -1)).isEqualTo(4_999);
    }

    @Test
    void timesBefore1970CountAs1970() {
        assertThat(extract(SourceTimestamps.SCORED, record(at(-5)), -1)).isZero();
        assertThat(extract(SourceTimestamps.FEEDING, record(at(0)), -1)).isZero();
    }

    @Test
    void recordThatIsNoEventHoldsNothingBack() {
        Received bad = Received.bad(null, new BadEventException(BadEventException.Cause.NOT_AVRO, "no value"));
        assertThat(extract(SourceTimestamps.FEEDING, record(bad), 7_000)).isEqualTo(7_000);
        assertThat(extract(SourceTimestamps.FEEDING, record(bad), -1)).isZero();
    }

    @Test
    void keepsWhenTheRecordWasPublished() {
        Received received = at(5_000);
        extract(SourceTimestamps.SCORED, record(received), -1);
        assertThat(received.timestampMs()).isEqualTo(PUBLISHED_MS);
    }

    @Test
    void eventTooFarAheadOfItsRecordIsRefusedAndItsTimeNotUsed() {
        long furthestMs = PUBLISHED_MS + MAX_AHEAD.toMillis();
        Received allowed = at(furthestMs);
        Received ahead = at(furthestMs + 1);
        Received absurd = at(Long.MAX_VALUE);

        assertThat(extract(SourceTimestamps.SCORED, record(allowed), 7_000)).isEqualTo(furthestMs);
        assertThat(extract(SourceTimestamps.SCORED, record(ahead), 7_000)).isEqualTo(7_000);
        assertThat(extract(SourceTimestamps.FEEDING, record(absurd), 7_000)).isEqualTo(7_000);

        assertThatCode(allowed::orThrow).doesNotThrowAnyException();
        assertThatThrownBy(ahead::orThrow)
                .isInstanceOfSatisfying(
                        BadEventException.class,
                        e -> assertThat(e.reason()).isEqualTo(BadEventException.Cause.TIME_AHEAD))
                .hasMessageContaining("1d ahead of the record's timestamp, 2023-11-14T22:13:20Z");
    }

    private static long extract(SourceTimestamps kind, ConsumerRecord<Object, Object> record, long partitionTimeMs) {
        return kind.allowing(MAX_AHEAD).extract(record, partitionTimeMs);
    }

    private static Received at(long timeMs) {
        return Received.event(new byte[0], new Event(new EventSchema(List.of())).identify("e", timeMs));
    }

    private static ConsumerRecord<Object, Object> record(Received received) {
        return new ConsumerRecord<>(
                "topic",
                0,
                0,
                PUBLISHED_MS,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                received,
                new RecordHeaders(),
                Optional.empty());
    }
}
