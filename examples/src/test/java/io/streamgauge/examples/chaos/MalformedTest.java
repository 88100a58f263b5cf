package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.LocalCluster;
import io.streamgauge.examples.chaos.MalformedRecords.Kind;
import io.streamgauge.examples.chaos.MalformedRecords.Made;
import io.streamgauge.examples.chaos.Places.Place;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records that are no events, between good ones: random bytes, cut Avro and JSON, lengths and nesting that promise more than
 * there is, huge fields, wrong types, unknown schemas, and good ones with a few bits changed. The instance goes on. Every
 * good event is scored once, every bad record is a dead letter once, as it was, with cause and origin, and one that was
 * changed and may still be an event is in exactly one of three topics. What lives in memory does not grow.
 */
@Tag("chaos")
class MalformedTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int GOOD = 5_000;
    private static final int PARTS = 5;
    /** What lives may differ by so much between two looks: buffers, code, the state of the events since. */
    private static final long GROWTH_BYTES = 24 << 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void goodEventsAreScoredAndTheRestPutAside(String format) throws Exception {
        String name = "malformed-" + format;
        ChaosHistory history = ChaosHistory.generate(temp, ChaosSettings.seed(), GOOD);
        Path folder = Files.createDirectories(temp.resolve(name));
        // A changed bit may move an event by as much as the source lets it be ahead, a day; no good one is late for
        // that.
        ChaosRun.Changes changes =
                text -> text.replace("format: avro", "format: " + format).replace("lateness: 10m", "lateness: 2d");
        try (LocalCluster cluster = LocalCluster.started(
                        temp.resolve("cluster"), 1, node -> Map.of(), line -> System.out.println("  " + line));
                ChaosRun run = new ChaosRun(cluster, name, history, folder, changes);
                Places places = new Places(cluster.cluster(), name)) {
            run.start(1);
            ClusterProcess instance = run.instances().get(0).process();
            long pid = instance.pid();
            SchemaRegistry registry =
                    new ConfluentSchemaRegistry(cluster.cluster().schemaRegistryUrl(), Map.of());
            MalformedRecords records = new MalformedRecords(format, registry, new Random(ChaosSettings.seed()));
            List<Sent> sent = new ArrayList<>();
            List<Long> livingBytes = new ArrayList<>();
            for (int part = 0; part < PARTS; part++) {
                sent.addAll(publish(run, registry, records, part));
                places.await(sent.size(), PATIENCE);
                livingBytes.add(LivingBytes.of(pid));
            }
            check(format, sent, places);
            System.out.println("MalformedTest: living bytes of the instance after each part: " + livingBytes);
            assertThat(instance.alive()).isTrue();
            assertThat(livingBytes.get(PARTS - 1) - livingBytes.get(1))
                    .as("growth over three fifths of the records: %s", livingBytes)
                    .isLessThan(GROWTH_BYTES);
        }
    }

    /** A record that Kafka has taken, and where. */
    private record Sent(Made made, RecordMetadata place) {

        String origin() {
            return place.partition() + "@" + place.offset();
        }
    }

    private record Pending(Made made, Future<RecordMetadata> place) {}

    /** A fifth of the good events, evenly mixed with as much of the rest. */
    private static List<Sent> publish(ChaosRun run, SchemaRegistry registry, MalformedRecords records, int part)
            throws Exception {
        SourceDefinition source = run.source();
        EventWriter writer = EventWriter.of(run.name(), source, registry);
        int customer = source.schema().indexOf("customer_id");
        int malformed = ChaosSettings.malformed();
        List<Pending> pending = new ArrayList<>();
        List<Sent> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                run.cluster().kafka(Map.of("batch.size", "65536", "linger.ms", "5")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = GOOD * part / PARTS; i < GOOD * (part + 1) / PARTS; i++) {
                Event event = run.events().get(i);
                byte[] key = String.valueOf(event.keyAt(customer)).getBytes(StandardCharsets.UTF_8);
                byte[] good = writer.write(event);
                long bad = (long) malformed * (i + 1) / GOOD - (long) malformed * i / GOOD;
                for (int each = 0; each < bad; each++) {
                    Made made = records.next(good);
                    pending.add(new Pending(made, producer.send(record(source, event, key, made.value()))));
                }
                pending.add(new Pending(new Made(Kind.GOOD, good), producer.send(record(source, event, key, good))));
            }
            for (Pending one : pending) {
                sent.add(new Sent(one.made(), one.place().get()));
            }
        }
        return sent;
    }

    private static ProducerRecord<byte[], byte[]> record(
            SourceDefinition source, Event event, byte[] key, byte @Nullable [] value) {
        return new ProducerRecord<>(source.topic(), null, event.timeMs(), key, value);
    }

    private static void check(String format, List<Sent> sent, Places places) {
        int lost = 0;
        int twice = 0;
        List<String> wrong = new ArrayList<>();
        Map<Kind, Map<String, Integer>> became = new TreeMap<>();
        for (Sent one : sent) {
            Made made = one.made();
            List<Place> found = places.of(one.origin());
            lost += found.isEmpty() ? 1 : 0;
            twice += Math.max(0, found.size() - 1);
            for (Place place : found) {
                became.computeIfAbsent(made.kind(), kind -> new TreeMap<>()).merge(place.toString(), 1, Integer::sum);
                if (!made.kind().allows(place) || !place.holds(made.value())) {
                    wrong.add(made.kind() + " at " + one.origin() + " became " + place);
                }
            }
        }
        became.forEach(
                (kind, fates) -> System.out.println("MalformedTest: " + format + " " + kind + " became " + fates));
        FaultTable.add(
                "malformed " + format + " among good records",
                sent.size() - GOOD,
                sent.size(),
                new Predicted.Differences(lost, twice, wrong.size()),
                "-",
                List.of());
        assertThat(wrong).as("seed %d", ChaosSettings.seed()).isEmpty();
        assertThat(lost).isZero();
        assertThat(twice).isZero();
    }
}
