package io.streamgauge.app.retraining;

import io.streamgauge.app.retraining.Outcomes.Outcome;
import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.schemas.AckStatus;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes retraining events to all targets, and says in the acknowledgements that they have arrived. */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final String AUTHOR = "streamgauge";

    private final String pipeline;
    private final List<Target> targets;
    private final Attempts attempts;
    private final Acknowledgements acknowledgements;
    private final Ledger ledger;
    private final Outcomes outcomes;
    private final Clock clock;

    /** @param ledger told at once of what is delivered */
    Courier(
            String pipeline,
            List<Target> targets,
            Attempts attempts,
            Acknowledgements acknowledgements,
            Ledger ledger,
            Outcomes outcomes,
            Clock clock) {
        this.pipeline = pipeline;
        this.targets = targets;
        this.attempts = attempts;
        this.acknowledgements = acknowledgements;
        this.ledger = ledger;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    /**
     * Where the document wants events to be taken.
     *
     * @param output file for what a command prints
     * @throws io.streamgauge.app.CommandFailedException when a secret is not there
     */
    static List<Target> targets(Delivery delivery, Secrets secrets, Path output, Clock clock) {
        List<Target> targets = new ArrayList<>();
        Delivery.Webhook webhook = delivery.webhook();
        if (webhook != null) {
            Delivery.Secret signing = webhook.signing();
            Delivery.Secret authorization = webhook.authorization();
            targets.add(new WebhookTarget(
                    URI.create(webhook.url()),
                    webhook.form(),
                    signing == null ? null : secrets.find(signing),
                    authorization == null ? null : secrets.find(authorization),
                    delivery.timeout(),
                    clock));
        }
        if (!delivery.command().isEmpty()) {
            targets.add(new ProgramTarget(delivery.command(), secrets.directory(), output, delivery.timeout()));
        }
        return targets;
    }

    /** @throws DeliveryFailedException when it has not arrived everywhere in all attempts */
    void deliver(RetrainingEvent event) throws DeliveryFailedException, InterruptedException {
        everywhere(new Message(event, 0));
        receipt(event, AckStatus.DELIVERED);
        outcomes.count(Outcome.DELIVERED);
        LOG.info("retraining event {} is delivered", event.getEventId());
    }

    /** Delivers once more what nobody has acknowledged; what does not arrive is tried again later. */
    void remind(Message reminder) throws InterruptedException {
        RetrainingEvent event = reminder.event();
        try {
            everywhere(reminder);
            receipt(event, AckStatus.REMINDED);
            outcomes.count(Outcome.REMINDED);
            LOG.warn(
                    "nobody has acknowledged retraining event {}: reminder {}",
                    event.getEventId(),
                    reminder.reminder());
        } catch (DeliveryFailedException e) {
            ledger.postpone(event.getEventId(), clock.instant());
        }
    }

    private void everywhere(Message message) throws DeliveryFailedException, InterruptedException {
        for (Target target : targets) {
            attempts.deliver(target, message);
        }
    }

    /** The ledger has it at once, and once more as it comes back: no reminder is sent twice meanwhile. */
    private void receipt(RetrainingEvent event, AckStatus status) {
        acknowledgements.publish(RetrainingAck.newBuilder()
                .setEventId(event.getEventId())
                .setPipeline(pipeline)
                .setStatus(status)
                .setAuthor(AUTHOR)
                .setAt(clock.instant())
                .build());
        ledger.postpone(event.getEventId(), clock.instant());
    }
}
