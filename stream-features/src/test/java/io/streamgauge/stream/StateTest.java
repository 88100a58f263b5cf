package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in the stores: read as of any moment, and kept no longer than a read can need them. */
class StateTest {

    private static final Instant NOON = Instant.parse("2018-04-01T12:00:00Z");

    private final FeatureDefinition fraud = TestingDefinitions.fraud();
    private final ViewDefinition customer = fraud.views().get(0);
    private final ViewDefinition terminal = fraud.views().get(1);

    @TempDir(factory = InMemory.class)
    Path stateDir;

    private TestingStream stream;

    @BeforeEach
    void start() {
        stream = new TestingStream(fraud, stateDir);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void readsAgeWithoutEvents() {
        transaction("a", NOON, 10);
        transaction("b", NOON.plus(Duration.ofHours(1)), 30);
        FeatureReader reader = reader(customer);
        assertThat(count1d(reader, NOON)).isEqualTo(1);
        assertThat(count1d(reader, NOON.plus(Duration.ofHours(1)))).isEqualTo(2);
        assertThat(count1d(reader, NOON.plus(Duration.ofDays(1)))).isEqualTo(1);
        assertThat(count1d(reader, NOON.plus(Duration.ofHours(25)))).isZero();
        FeatureValues stranger = reader.read("c9", NOON.toEpochMilli());
        assertThat(stranger.statusAt(3)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(stranger.isMissing(3)).isTrue();
    }

    @Test
    void rowsDropWhatNoReadCanNeed() {
        for (int day = 0; day < 31; day++) {
            transaction("x" + day, NOON.plus(Duration.ofDays(day)), 1);
        }
        int month = rowBytes(customer, "c1");
        for (int day = 31; day < 365; day++) {
            transaction("x" + day, NOON.plus(Duration.ofDays(day)), 1);
        }
        assertThat(rowBytes(customer, "c1")).isEqualTo(month);
    }

    @Test
    void labelsAreKeptUntilEveryPartitionOfTheScoredSourceIsPast() {
        label("a", NOON);
        label("b", NOON.plus(Duration.ofDays(100)));
        int both = rowBytes(terminal, "t1");
        // Horizon is 30 + 7 days, lateness of transactions 10 minutes: a goes at the first moment after both.
        Duration reach = Duration.ofDays(37).plusMinutes(10);
        transaction("x", NOON.plus(reach).minusMillis(1), 1);
        label("c", NOON.plus(Duration.ofDays(101)));
        int three = rowBytes(terminal, "t1");
        assertThat(three).isGreaterThan(both);
        transaction("y", NOON.plus(reach), 1);
        label("d", NOON.plus(Duration.ofDays(102)));
        assertThat(rowBytes(terminal, "t1")).as("a gone, d come").isBetween(three - 4, three);
    }

    private static double count1d(FeatureReader reader, Instant at) {
        return reader.read("c1", at.toEpochMilli()).valueAt(0);
    }

    private FeatureReader reader(ViewDefinition view) {
        return new FeatureReader(fraud, view, rows(view), stream.driver.getKeyValueStore(ViewStores.chunksName(view)));
    }

    private int rowBytes(ViewDefinition view, String entity) {
        return rows(view).get(entity).length;
    }

    private KeyValueStore<String, byte[]> rows(ViewDefinition view) {
        return stream.driver.getKeyValueStore(ViewStores.rowsName(view));
    }

    private void transaction(String id, Instant time, double amount) {
        stream.publish("transactions", TestingEvents.of(fraud.source("transactions"), id, time, "c1", "t1", amount));
    }

    private void label(String id, Instant time) {
        stream.publish("labels", TestingEvents.of(fraud.source("labels"), id, time, "t1", true));
    }
}
