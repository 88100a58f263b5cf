package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowBufferTest {

    private static final long SEED = 20261122;
    private static final int MOST_BYTES = 10_000;

    @TempDir(factory = InMemory.class)
    Path folder;

    private final AtomicLong bytesOfAll = new AtomicLong();
    private final KeyValueStore<String, byte[]> written = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("rows"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    private final RowBuffer rows = new RowBuffer(written, bytesOfAll);

    @BeforeEach
    void open() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "rows");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, MOST_BYTES);
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
        StateStore root = rows;
        rows.init(context.getStateStoreContext(), root);
    }

    @AfterEach
    void close() {
        rows.close();
        assertThat(bytesOfAll).hasValue(0);
    }

    @Test
    void aRowIsReadBeforeItIsWrittenAndAfter() {
        rows.put("c1", row("a"));
        assertThat(rows.get("c1")).isEqualTo(row("a"));
        assertThat(written.get("c1")).isNull();
        rows.flushCache();
        assertThat(rows.get("c1")).isEqualTo(row("a"));
        assertThat(written.get("c1")).isEqualTo(row("a"));
        assertThat(bytesOfAll).hasValue(0);
    }

    @Test
    void aDeletedRowIsGoneBeforeTheStoreKnows() {
        rows.put("c1", row("a"));
        rows.flushCache();
        assertThat(rows.delete("c1")).isEqualTo(row("a"));
        assertThat(rows.get("c1")).isNull();
        assertThat(written.get("c1")).isEqualTo(row("a"));
        rows.flushCache();
        assertThat(written.get("c1")).isNull();
    }

    @Test
    void itIsAMapWhateverIsWrittenWhen() {
        Random random = new Random(SEED);
        Map<String, String> oracle = new TreeMap<>();
        for (int step = 0; step < 5_000; step++) {
            String entity = "c" + random.nextInt(50);
            switch (random.nextInt(12)) {
                case 0 -> rows.flushCache();
                case 1 -> assertThat(all()).isEqualTo(oracle);
                case 2, 3 -> assertThat(text(rows.delete(entity))).isEqualTo(oracle.remove(entity));
                case 4, 5, 6 -> assertThat(text(rows.get(entity))).isEqualTo(oracle.get(entity));
                case 7 ->
                    assertThat(text(rows.putIfAbsent(entity, row("new")))).isEqualTo(oracle.putIfAbsent(entity, "new"));
                default -> {
                    String value = "x".repeat(random.nextInt(200)) + step;
                    rows.put(entity, row(value));
                    oracle.put(entity, value);
                }
            }
            assertThat(bytesOfAll.get()).isBetween(0L, (long) MOST_BYTES);
        }
        assertThat(all()).as("seed %d", SEED).isEqualTo(oracle);
    }

    @Test
    void whatTheBuffersHoldTogetherIsBounded() {
        bytesOfAll.addAndGet(MOST_BYTES); // another store's
        rows.put("c1", row("a"));
        assertThat(written.get("c1")).isEqualTo(row("a"));
        bytesOfAll.addAndGet(-MOST_BYTES);
    }

    @Test
    void whatWasNotCommittedGoesWithTheTask() {
        rows.put("c1", row("a"));
        rows.clearCache();
        assertThat(rows.get("c1")).isNull();
        assertThat(bytesOfAll).hasValue(0);
    }

    @Test
    void aReaderNeverSeesARowGoBack() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        rows.put("c1", row("0"));
        Thread reader = new Thread(() -> {
            int last = 0;
            while (!over.get()) {
                int now = Integer.parseInt(String.valueOf(text(rows.get("c1"))));
                if (now < last) {
                    wrong.set(now + " after " + last);
                }
                last = now;
            }
        });
        reader.start();
        for (int i = 1; i <= 200_000; i++) {
            rows.put("c1", row(Integer.toString(i)));
            if (i % 3 == 0) {
                rows.flushCache();
            }
        }
        over.set(true);
        reader.join();
        assertThat(wrong).hasValue(null);
    }

    private Map<String, String> all() {
        Map<String, String> found = new TreeMap<>();
        List<String> order = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> each = rows.range("c", null)) {
            while (each.hasNext()) {
                KeyValue<String, byte[]> entry = each.next();
                found.put(entry.key, String.valueOf(text(entry.value)));
                order.add(entry.key);
            }
        }
        assertThat(order).isSorted();
        return found;
    }

    private static byte[] row(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte @Nullable [] row) {
        return row == null ? null : new String(row, StandardCharsets.UTF_8);
    }
}
