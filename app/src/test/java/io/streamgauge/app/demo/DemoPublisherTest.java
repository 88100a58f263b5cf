package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.app.live.SentAt;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.AvroEventReader;
import io.streamgauge.store.event.AvroEventWriter;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemoPublisherTest {

    private static final int PARTITIONS = 4;
    private static final int EVENTS = 400;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_800_000_000_000L), ZoneOffset.UTC);
    private static final SourceDefinition TRANSACTIONS =
            TestingExample.read().features().source("transactions");
    private static final SourceDefinition LABELS =
            TestingExample.read().features().source("labels");

    private final SchemaRegistry registry = new TestingSchemaRegistry();
    private final TransactionGenerator generator = new TransactionGenerator(GeneratorConfig.ofSize(3, 30, 40));

    @Test
    void sendsATransactionKeyedByItsCustomerAtItsEventTime() throws BadEventException {
        MockProducer<byte[], byte[]> producer = producer();
        Outgoing first =
                new Outgoing(Outgoing.Kind.TRANSACTION, generator.day(0).get(0));

        publisher(producer, TRANSACTIONS, nothing()).publish(first);

        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        Event event = new AvroEventReader(TRANSACTIONS, registry).read(record.value());
        assertThat(record.topic()).isEqualTo("transactions");
        assertThat(record.timestamp()).isEqualTo(first.transaction().timeMs());
        assertThat(new String(record.key(), StandardCharsets.UTF_8))
                .isEqualTo(first.transaction().customerId());
        assertThat(SentAt.read(record.headers())).hasValue(CLOCK.millis());
        assertThat(event.id()).isEqualTo(first.transaction().id());
        assertThat(event.doubleAt(TRANSACTIONS.schema().indexOf("amount")))
                .isEqualTo(first.transaction().amount());
    }

    @Test
    void aLabelIsKeyedByItsTerminal() {
        MockProducer<byte[], byte[]> producer = producer();
        Outgoing first = new Outgoing(Outgoing.Kind.LABEL, generator.day(0).get(0));

        publisher(producer, LABELS, nothing()).publish(first);

        assertThat(new String(producer.history().get(0).key(), StandardCharsets.UTF_8))
                .isEqualTo(first.transaction().terminalId());
    }

    /** Each partition keeps what reached it before the process died; the next run sends the rest, in order. */
    @Property(tries = 40)
    void aStartAfterADeathAtAnyMomentLosesNothingAndRepeatsNothing(@ForAll long seed) throws BadEventException {
        Random random = new Random(seed);
        Map<Integer, List<String>> whole = logs(run(nothing(), 0, EVENTS));
        Position[] last = new Position[PARTITIONS];
        Map<Integer, List<String>> kept = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<String> log = whole.getOrDefault(partition, List.of());
            int reached = random.nextInt(log.size() + 1);
            kept.put(partition, new ArrayList<>(log.subList(0, reached)));
            last[partition] = reached == 0
                    ? Position.START
                    : Position.of(log.get(reached - 1)).orElseThrow();
        }
        Published published = new Published(last);

        Map<Integer, List<String>> added = logs(run(published, published.firstOpenDay(), EVENTS * 3));
        added.forEach((partition, log) ->
                kept.computeIfAbsent(partition, p -> new ArrayList<>()).addAll(log));

        whole.forEach((partition, log) -> assertThat(kept.get(partition))
                .as("partition %d, seed %d", partition, seed)
                .startsWith(log.toArray(new String[0])));
    }

    @Test
    void knowsHowFarATopicIsFilled() {
        Published published = new Published(new Position[] {new Position(5, 3), new Position(4, 9)});

        assertThat(published.firstOpenDay()).isEqualTo(4);
        assertThat(published.any()).isTrue();
        assertThat(published.has(0, new Position(5, 3))).isTrue();
        assertThat(published.has(0, new Position(5, 4))).isFalse();
        assertThat(nothing().any()).isFalse();
        assertThat(nothing().firstOpenDay()).isZero();
    }

    @Test
    void aFieldThatTheGeneratorDoesNotMakeIsNamed() {
        SourceDefinition source = new SourceDefinition(
                "x",
                "x",
                SourceDefinition.Format.AVRO,
                new io.streamgauge.store.event.EventSchema(List.of(
                        new io.streamgauge.store.event.Field("colour", io.streamgauge.store.event.FieldType.STRING))),
                "colour",
                "colour",
                java.time.Duration.ZERO,
                java.time.Duration.ofDays(1),
                java.util.Optional.empty(),
                List.of(),
                TRANSACTIONS.csv());

        assertThatThrownBy(() -> new GeneratedEvents(source))
                .hasMessageContaining("source x declares 'colour', which the generator does not make");
    }

    private List<ProducerRecord<byte[], byte[]>> run(Published published, int fromDay, int events) {
        MockProducer<byte[], byte[]> producer = producer();
        DemoPublisher publisher = publisher(producer, TRANSACTIONS, published);
        DemoFeed feed = new DemoFeed(generator, fromDay, fromDay);
        for (int i = 0; i < events; i++) {
            Outgoing next = feed.next();
            if (next.kind() == Outgoing.Kind.TRANSACTION) {
                publisher.publish(next);
            }
        }
        return producer.history();
    }

    private Map<Integer, List<String>> logs(List<ProducerRecord<byte[], byte[]>> records) throws BadEventException {
        AvroEventReader reader = new AvroEventReader(TRANSACTIONS, registry);
        Map<Integer, List<String>> logs = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            logs.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                    .add(reader.read(record.value()).id());
        }
        return logs;
    }

    private static Published nothing() {
        Position[] last = new Position[PARTITIONS];
        java.util.Arrays.fill(last, Position.START);
        return new Published(last);
    }

    private DemoPublisher publisher(
            MockProducer<byte[], byte[]> producer, SourceDefinition source, Published published) {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        return new DemoPublisher(
                producer,
                source,
                new AvroEventWriter("fraud", source, registry),
                PARTITIONS,
                published,
                CLOCK,
                failure);
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(
                true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
