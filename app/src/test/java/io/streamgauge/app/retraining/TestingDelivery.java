package io.streamgauge.app.retraining;

import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.drift.definition.Delivery.Webhook;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/** One event, taken where a delivery says. */
public final class TestingDelivery {

    private TestingDelivery() {}

    /** What the webhook of a delivery posts, here to a server of our own. */
    public static String posted(Delivery delivery) throws Exception {
        Webhook webhook = Objects.requireNonNull(delivery.webhook());
        try (TestingReceiver receiver = new TestingReceiver()) {
            URI url = receiver.url(URI.create(webhook.url()).getPath());
            new WebhookTarget(url, webhook.form(), "secret", "Bearer t", delivery.timeout(), Clock.systemUTC())
                    .deliver(new Message(TestingEvents.event("e1"), 0));
            return receiver.posts().remove().body();
        }
    }

    /** Runs the command of a delivery. */
    public static void run(Delivery delivery, Path directory) throws Exception {
        new ProgramTarget(delivery.command(), directory, directory.resolve("output.log"), delivery.timeout())
                .deliver(new Message(TestingEvents.event("e1"), 0));
    }
}
