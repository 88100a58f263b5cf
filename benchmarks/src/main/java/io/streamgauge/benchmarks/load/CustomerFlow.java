package io.streamgauge.benchmarks.load;

import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.EventWriter;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Transactions of customers drawn at random, in order of their times, which are so far apart that a customer has forty in
 * thirty days.
 */
final class CustomerFlow implements AutoCloseable {

    static final int EVENTS_PER_CUSTOMER = 40;
    private static final long MONTH_MS = 30L * 86_400_000;
    private static final long START_MS = Instant.parse("2018-04-01T00:00:00Z").toEpochMilli();

    private final EventPublisher publisher;
    private final EventSchema schema;
    private final int customers;
    private final long stepMs;
    private final Random random = new Random(1);
    private volatile boolean stopped;
    private volatile long published;

    CustomerFlow(Cluster cluster, String pipeline, SourceDefinition source, int customers) {
        this.publisher = new EventPublisher(
                cluster,
                pipeline,
                source,
                EventWriter.of(
                        pipeline,
                        source,
                        new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry())));
        this.schema = source.schema();
        this.customers = customers;
        this.stepMs = MONTH_MS / EVENTS_PER_CUSTOMER / customers;
    }

    /** Publishes a month at once. */
    void month() {
        for (int i = 0; i < customers * EVENTS_PER_CUSTOMER; i++) {
            publish();
        }
        publisher.commit();
    }

    /** Publishes so many a second until it is stopped. */
    void steadily(int perSecond) {
        long beganNanos = System.nanoTime();
        for (long i = 0; !stopped; i++) {
            long dueNanos = beganNanos + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < dueNanos && !stopped) {
                LockSupport.parkNanos(500_000);
            }
            publish();
        }
        publisher.commit();
    }

    private void publish() {
        long number = published;
        Event event = new Event(schema);
        event.setText(schema.indexOf("transaction_id"), "t" + number);
        event.setText(schema.indexOf("customer_id"), Integer.toString(random.nextInt(customers)));
        event.setText(schema.indexOf("terminal_id"), Integer.toString(random.nextInt(2 * customers)));
        event.setDouble(schema.indexOf("amount"), Math.round(random.nextDouble() * 10_000) / 100.0);
        event.setLong(schema.indexOf("event_time"), START_MS + number * stepMs);
        publisher.publish(event.identify("t" + number, START_MS + number * stepMs));
        published = number + 1;
    }

    /** How many events it has published. */
    long published() {
        return published;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
