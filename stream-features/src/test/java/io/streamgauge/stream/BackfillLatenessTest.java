package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.backfill.BackfillResult;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file backfill leaves out the events that are late in the stream, and gives the others the same features. */
class BackfillLatenessTest {

    private static final long SEED = 20180401;
    private static final int PARTITIONS = 3;
    private static final long START_MS = Instant.parse("2018-04-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE_MS = 60_000;

    @ParameterizedTest(name = "keyed {0}, seed " + SEED)
    @ValueSource(booleans = {true, false})
    void leavesOutWhatIsLateOnItsPartition(boolean keyed, @TempDir(factory = InMemory.class) Path stateDir)
            throws IOException {
        FeatureDefinition definition = TestingDefinitions.withLateness(keyed);
        List<Event> payments = payments(definition.scoredSource());
        Map<String, String> streamed = new TreeMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            streamed.putAll(stream(definition, on(partition, payments, keyed), stateDir.resolve("p" + partition)));
        }
        Map<String, String> filled = new TreeMap<>();
        BackfillResult result = backfill(definition, payments, PARTITIONS, filled);

        assertThat(filled.keySet()).isEqualTo(streamed.keySet());
        assertThat(result.late().get("payments")).isEqualTo(payments.size() - streamed.size());
        assertThat(payments.size() - streamed.size()).isBetween(20, payments.size() / 2);
        if (keyed) { // else one shop's payments are on several partitions, and their order is chance
            assertThat(filled).isEqualTo(streamed);
        }
        Map<String, String> one = new TreeMap<>();
        backfill(definition, payments, 1, one);
        assertThat(one.keySet()).as("partitions matter").isNotEqualTo(filled.keySet());
    }

    private static List<Event> on(int partition, List<Event> events, boolean keyed) {
        return events.stream()
                .filter(event -> BuiltInPartitioner.partitionForKey(
                                String.valueOf(keyed ? event.keyAt(3) : event.id())
                                        .getBytes(UTF_8),
                                PARTITIONS)
                        == partition)
                .toList();
    }

    /** Mostly in order, some far behind; each shop has an hour of its own in which it publishes. */
    private static List<Event> payments(SourceDefinition source) {
        Random random = new Random(SEED);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            int shop = random.nextInt(7);
            long timeMs = START_MS + i * MINUTE_MS + shop * 3L * MINUTE_MS;
            timeMs -= random.nextInt(6) == 0 ? random.nextInt(40) * MINUTE_MS : 0;
            events.add(TestingEvents.of(
                    source, "p" + i, Instant.ofEpochMilli(timeMs), "c" + random.nextInt(5), "s" + shop));
        }
        return events;
    }

    private static Map<String, String> stream(FeatureDefinition definition, List<Event> events, Path stateDir) {
        try (TestingStream stream = new TestingStream(definition, stateDir)) {
            SourceDefinition source = definition.scoredSource();
            for (Event event : events) {
                byte[] key = source.keyField().isPresent()
                        ? String.valueOf(event.keyAt(3)).getBytes(UTF_8)
                        : event.id().getBytes(UTF_8);
                stream.publish(
                        "payments", key, TestingEvents.bytes(source, stream.registry, event), new RecordHeaders());
            }
            return stream.enriched().stream()
                    .collect(Collectors.toMap(e -> e.event().id(), e -> String.join(" ", stream.shown(e))));
        }
    }

    private static BackfillResult backfill(
            FeatureDefinition definition, List<Event> events, int partitions, Map<String, String> rows)
            throws IOException {
        List<String> names = definition.viewFeatureNames();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                List<String> shown = new ArrayList<>();
                for (int i = 0; i < vector.size(); i++) {
                    shown.add(names.get(i) + "="
                            + (vector.isMissing(i) ? vector.statusAt(i).name() : Double.toString(vector.valueAt(i))));
                }
                rows.put(id, String.join(" ", shown));
            }

            @Override
            public void close() {}
        };
        EventFiles files = (source, file, taker) -> events.forEach(taker);
        return new FileBackfill(files, partitions)
                .run(
                        definition,
                        VectorPlan.of(definition, names),
                        Map.of("payments", Path.of("payments")),
                        sink,
                        2,
                        Progress.NONE);
    }
}
