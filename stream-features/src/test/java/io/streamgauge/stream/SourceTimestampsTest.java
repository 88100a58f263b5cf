package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class SourceTimestampsTest {

    private static final long PUBLISHED_MS = 1_700_000_000_000L;

    @Test
    void feedingEventGoesBeforeTheScoredOneOfTheSameMoment() {
        assertThat(SourceTimestamps.SCORED.extract(record(at(5_000)), -1)).isEqualTo(5_000);
        assertThat(SourceTimestamps.FEEDING.extract(record(at(5_000)), -1)).isEqualTo(4_999);
    }

    @Test
    void timesBefore1970CountAs1970() {
        assertThat(SourceTimestamps.SCORED.extract(record(at(-5)), -1)).isZero();
        assertThat(SourceTimestamps.FEEDING.extract(record(at(0)), -1)).isZero();
    }

    @Test
    void recordThatIsNoEventHoldsNothingBack() {
        Received bad = Received.bad(null, new BadEventException(BadEventException.Cause.NOT_AVRO, "no value"));
        assertThat(SourceTimestamps.FEEDING.extract(record(bad), 7_000)).isEqualTo(7_000);
        assertThat(SourceTimestamps.FEEDING.extract(record(bad), -1)).isZero();
    }

    @Test
    void keepsWhenTheRecordWasPublished() {
        Received received = at(5_000);
        SourceTimestamps.SCORED.extract(record(received), -1);
        assertThat(received.timestampMs()).isEqualTo(PUBLISHED_MS);
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
