package io.streamgauge.app.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.AckStatus;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Ledger ledger = new Ledger();

    private void ack(AckStatus status, long minute) {
        ledger.ack(RetrainingAck.newBuilder()
                .setEventId("e1")
                .setPipeline("fraud")
                .setStatus(status)
                .setAuthor("somebody")
                .setAt(NOON.plus(Duration.ofMinutes(minute)))
                .build());
    }

    private List<Integer> due(long minute) {
        return ledger.due(NOON.plus(Duration.ofMinutes(minute)), HOUR).stream()
                .map(Message::reminder)
                .toList();
    }

    @Test
    void whatWasNeverDeliveredIsNotDue() {
        ledger.event(TestingEvents.event("e1"));
        assertThat(due(10_000)).isEmpty();
    }

    /** A crash after the receipt and before the offset's commit leads to no second delivery. */
    @Test
    void whatHasAReceiptIsSettled() {
        ledger.event(TestingEvents.event("e1"));
        assertThat(ledger.isSettled("e1")).isFalse();
        ack(AckStatus.DELIVERED, 0);
        assertThat(ledger.isSettled("e1")).isTrue();
    }

    @Test
    void whatNobodyAcknowledgesIsDueAnHourAfterItWasToldLastThreeTimes() {
        ledger.event(TestingEvents.event("e1"));
        ack(AckStatus.DELIVERED, 0);
        assertThat(due(59)).isEmpty();
        assertThat(due(60)).containsExactly(1);
        ack(AckStatus.REMINDED, 60);
        assertThat(due(119)).isEmpty();
        assertThat(due(120)).containsExactly(2);
        ack(AckStatus.REMINDED, 120);
        assertThat(due(180)).containsExactly(3);
        ack(AckStatus.REMINDED, 180);
        assertThat(due(100_000)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "REJECTED", "DONE"})
    void whatIsAcknowledgedIsNeverDueInWhateverOrderItIsRead(AckStatus status) {
        ack(status, 5);
        ledger.event(TestingEvents.event("e1"));
        ack(AckStatus.DELIVERED, 0);
        assertThat(due(60)).isEmpty();
        assertThat(ledger.isSettled("e1")).isTrue();
        assertThat(ledger.isSettled("e2")).isFalse();
    }

    @Test
    void anAcknowledgementOfALaterVersionMeansNothing() {
        ledger.event(TestingEvents.event("e1"));
        ack(AckStatus.DELIVERED, 0);
        ack(AckStatus.UNKNOWN, 1);
        assertThat(due(60)).containsExactly(1);
    }

    @Test
    void whatMayBeIgnoredIsNotRepeated() {
        ledger.event(TestingEvents.event("e1", Urgency.LOW));
        ack(AckStatus.DELIVERED, 0);
        assertThat(due(60)).isEmpty();
    }

    @Test
    void aReminderThatFailedIsPostponedAndNotCounted() {
        ledger.event(TestingEvents.event("e1"));
        ack(AckStatus.DELIVERED, 0);
        ledger.postpone("e1", NOON.plus(Duration.ofMinutes(90)));
        assertThat(due(100)).isEmpty();
        assertThat(due(150)).containsExactly(1);
    }
}
