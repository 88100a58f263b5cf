package io.streamgauge.app.retraining;

import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.SuggestedAction;
import io.streamgauge.schemas.Urgency;
import io.streamgauge.schemas.wire.TrustedPackages;
import java.time.Instant;
import java.util.List;

/** Retraining events. */
final class TestingEvents {

    static final Instant RAISED = Instant.parse("2026-03-04T00:00:00Z");

    static {
        TrustedPackages.addThatOf(RetrainingEvent.class);
    }

    private TestingEvents() {}

    static RetrainingEvent event(String id) {
        return event(id, Urgency.NORMAL);
    }

    /** Its reason would be a command if a shell saw it. */
    static RetrainingEvent event(String id, Urgency urgency) {
        return RetrainingEvent.newBuilder()
                .setEventId(id)
                .setPipeline("fraud")
                .setReason("Drift in $(touch pwned) `touch pwned` ; touch pwned")
                .setAlertIds(List.of("a1"))
                .setModel("fraud")
                .setModelVersion("7")
                .setRaisedAt(RAISED)
                .setTrainFrom(Instant.parse("2026-03-01T00:00:00Z"))
                .setTrainTo(RAISED)
                .setRanges(List.of(OffsetRange.newBuilder()
                        .setTopic("transactions")
                        .setPartition(0)
                        .setFirstOffset(10)
                        .setLastOffset(99)
                        .build()))
                .setEvidence(List.of())
                .setContractVersion(2)
                .setAction(SuggestedAction.RETRAIN)
                .setUrgency(urgency)
                .build();
    }
}
