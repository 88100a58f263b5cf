package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** One task of a view with a max_age over RocksDB: what entities that came once leave on the disk, {@code -Didle.entities} of them. */
class IdleEntitiesOnDiskTest {

    private static final int ENTITIES = Integer.getInteger("idle.entities", 30_000);
    private static final Instant NOON = Instant.parse("2018-04-01T12:00:00Z");

    private final FeatureDefinition definition = TestingDefinitions.parse("payments", """
            pipeline: disk
            sources:
              payments:
                topic: payments
                format: json
                key: card
                id: id
                time: time
                lateness: 10m
                fields: {id: string, time: timestamp, card: string, amount: double}
            features:
              card:
                entity: card
                from: payments
                windows: [1d, 30d]
                max_age: 90d
                aggregates: {n: count, spent: sum(amount)}
            """);

    private final ViewDefinition view = definition.views().get(0);

    @TempDir(factory = InMemory.class)
    Path directory;

    @Test
    void takeNoRoomAfterTheMaxAge() throws IOException, RocksDBException {
        MockProcessorContext<String, EnrichedEvent> context = context();
        List<StateStore> stores = stores(context);
        try (OwnedProcessor card = new OwnedProcessor(context)) {
            for (int i = 0; i < ENTITIES; i++) {
                card.take("once-" + i, NOON.plusMillis(i));
            }
            stores.forEach(StateStore::flush);
            long fullBytes = bytes();
            assertThat(rows(stores)).isEqualTo(ENTITIES);

            card.take("always", NOON.plus(Duration.ofDays(91)));
            int steps = ENTITIES / IdleEntities.ROWS_PER_STEP + 1;
            card.sweep(1);
            assertThat(rows(stores))
                    .as("a step's work is bounded")
                    .isEqualTo(ENTITIES + 1 - (IdleEntities.ROWS_PER_STEP - 1)); // always is the first of all
            card.sweep(steps - 1);
            assertThat(rows(stores)).isEqualTo(1);
            stores.forEach(StateStore::flush);
            stores.forEach(StateStore::close);
            compact();
            long emptyBytes = bytes();

            System.out.printf(
                    "%,d entities that came once: %,d bytes on disk; after their max_age, %,d steps and a compaction:"
                            + " %,d bytes%n",
                    ENTITIES, fullBytes, steps, emptyBytes);
            assertThat(fullBytes).as("about a hundred bytes each").isBetween(60L * ENTITIES, 300L * ENTITIES);
            assertThat(emptyBytes).as("one row and RocksDB's own files").isBetween(1_000L, 300_000L);
        }
    }

    /** The view's processor, fed with payments. */
    private final class OwnedProcessor implements AutoCloseable {

        private final MockProcessorContext<String, EnrichedEvent> context;
        private final OwnViewProcessor processor;

        OwnedProcessor(MockProcessorContext<String, EnrichedEvent> context) {
            this.context = context;
            this.processor = new OwnViewProcessor(step());
            processor.init(context);
        }

        void take(String card, Instant time) {
            Event event = TestingEvents.of(definition.source("payments"), card, time, card, 1.0);
            EnrichedEvent enriched = new EnrichedEvent(
                    event,
                    new Origin("payments", 0, 0),
                    time.toEpochMilli(),
                    new FeatureValues(view.featureNames().size()));
            processor.process(new Record<>(card, enriched, 0, new RecordHeaders()));
            context.resetForwards();
        }

        void sweep(int steps) {
            for (int i = 0; i < steps; i++) {
                context.scheduledPunctuators()
                        .forEach(scheduled -> scheduled.getPunctuator().punctuate(0));
            }
        }

        @Override
        public void close() {
            processor.close();
        }
    }

    private ViewStep step() {
        return ViewStep.of(
                definition,
                TestingDefinitions.routes(definition, 1),
                0,
                TestingDefinitions.partitions(definition, 1),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                new Watermarks(() -> 0));
    }

    private MockProcessorContext<String, EnrichedEvent> context() {
        StreamSettings settings = new StreamSettings("disk", "nowhere:9092", directory, 1, Map.of());
        MockProcessorContext<String, EnrichedEvent> context =
                new MockProcessorContext<>(settings.toProperties(), new TaskId(0, 0), directory.toFile());
        context.setCurrentSystemTimeMs(0);
        return context;
    }

    private List<StateStore> stores(MockProcessorContext<String, EnrichedEvent> context) {
        List<StateStore> stores = new ArrayList<>();
        for (StoreBuilder<?> builder : step().stores()) {
            StateStore store =
                    builder.withLoggingDisabled().withCachingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            stores.add(store);
        }
        return stores;
    }

    private long rows(List<StateStore> stores) {
        for (StateStore store : stores) {
            if (store.name().equals(ViewStores.rowsName(view)) && store instanceof KeyValueStore<?, ?> rows) {
                return count(rows);
            }
        }
        throw new AssertionError("no rows");
    }

    private static long count(KeyValueStore<?, ?> store) {
        long count = 0;
        try (KeyValueIterator<?, ?> all = store.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    /** Every store as RocksDB leaves it when it has had the time. */
    private void compact() throws IOException, RocksDBException {
        try (Stream<Path> stores = Files.list(directory.resolve("rocksdb"))) {
            for (Path store : stores.toList()) {
                try (Options options = new Options();
                        RocksDB database = RocksDB.open(options, store.toString())) {
                    database.compactRange();
                }
            }
        }
    }

    /** Bytes of the files with data: not the logs, nor the write-ahead log, which is off. */
    private long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("LOG")
                            && !file.getFileName().toString().startsWith("OPTIONS"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
