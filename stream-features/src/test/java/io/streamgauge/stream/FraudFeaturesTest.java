package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handful of transactions and labels whose features are computed by hand. */
class FraudFeaturesTest {

    private final FeatureDefinition fraud = TestingDefinitions.fraud();

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
    void customersWindowsAreOpenOnTheLeftAndClosedOnTheRight() {
        transaction("a", "2018-04-01T10:00:00Z", "c1", "t1", 10);
        transaction("b", "2018-04-01T12:00:00Z", "c1", "t2", 30);
        transaction("c", "2018-04-02T10:00:00Z", "c1", "t3", 20);
        transaction("x", "2018-04-02T10:00:01Z", "c2", "t3", 1);
        transaction("d", "2018-04-08T10:00:00Z", "c1", "t3", 7);
        assertThat(customers())
                .containsExactly(
                        // a: only itself
                        List.of("1.0", "1.0", "1.0", "10.0", "10.0", "10.0"),
                        List.of("2.0", "2.0", "2.0", "20.0", "20.0", "20.0"),
                        // c: a is exactly one day old, so out of one day
                        List.of("2.0", "3.0", "3.0", "25.0", "20.0", "20.0"),
                        // x: another customer
                        List.of("1.0", "1.0", "1.0", "1.0", "1.0", "1.0"),
                        // d: a is exactly seven days old; b, c, d remain
                        List.of("1.0", "3.0", "4.0", "7.0", "19.0", "16.75"));
    }

    @Test
    void terminalsLabelsCountSevenDaysLater() {
        label("a", "2018-04-01T10:00:00Z", "t1", true);
        label("b", "2018-04-01T12:00:00Z", "t1", false);
        label("c", "2018-04-02T10:00:00Z", "t1", true);
        transaction("d", "2018-04-08T09:59:59Z", "c2", "t1", 1);
        transaction("e", "2018-04-08T10:00:00Z", "c2", "t1", 1);
        transaction("f", "2018-04-09T10:00:00Z", "c2", "t1", 1);
        transaction("g", "2018-06-09T10:00:00Z", "c2", "t1", 1);
        transaction("h", "2018-06-09T10:00:00Z", "c2", "t9", 1);
        assertThat(terminals())
                .containsExactly(
                        // d: a second before a's label counts; the terminal has a row, so risk is null, by default 0
                        List.of("0.0", "0.0", "0.0", "0.0?", "0.0?", "0.0?"),
                        List.of("1.0", "1.0", "1.0", "1.0", "1.0", "1.0"),
                        // f: all three; a is exactly one day older than c
                        List.of("2.0", "3.0", "3.0", "0.5", Double.toString(2 / 3.0), Double.toString(2 / 3.0)),
                        List.of("0.0", "0.0", "0.0", "0.0?", "0.0?", "0.0?"),
                        List.of("0.0", "0.0", "0.0", "0.0?", "0.0?", "0.0?"));
    }

    @Test
    void eventsCarryKeyTimeOriginAndTheProgressOfTheirPartition() {
        transaction("a", "2018-04-01T10:00:00Z", "c1", "t1", 10);
        transaction("b", "2018-04-01T09:55:00Z", "c1", "t1", 30);
        List<TestRecord<String, EnrichedEvent>> records = stream.enrichedRecords();
        assertThat(records).extracting(TestRecord::key).containsExactly("a", "b");
        assertThat(records)
                .extracting(TestRecord::getRecordTime)
                .containsExactly(Instant.parse("2018-04-01T10:00:00Z"), Instant.parse("2018-04-01T09:55:00Z"));
        assertThat(records).extracting(r -> r.value().origin()).containsExactly(origin(0), origin(1));
        assertThat(records)
                .extracting(r -> Instant.ofEpochMilli(r.value().sourceTimeMs()))
                .containsOnly(Instant.parse("2018-04-01T10:00:00Z"));
        assertThat(records).allSatisfy(r -> assertThat(r.headers()).isEmpty());
    }

    @Test
    void eventOutOfOrderWithinLatenessReadsAsOfItsOwnTimeAndCountsForLaterOnes() {
        transaction("a", "2018-04-02T10:00:00Z", "c1", "t1", 10);
        transaction("b", "2018-04-02T09:55:00Z", "c1", "t1", 30);
        transaction("c", "2018-04-02T10:01:00Z", "c1", "t1", 2);
        assertThat(customers())
                .extracting(values -> values.subList(0, 1), values -> values.subList(3, 4))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(List.of("1.0"), List.of("10.0")),
                        org.assertj.core.groups.Tuple.tuple(List.of("1.0"), List.of("30.0")),
                        org.assertj.core.groups.Tuple.tuple(List.of("3.0"), List.of("14.0")));
    }

    @Test
    void tiesStandInTheOrderTheyArrive() {
        for (String id : List.of("a", "b", "c")) {
            transaction(id, "2018-04-02T10:00:00Z", "c1", "t1", 8);
        }
        assertThat(customers()).extracting(values -> values.get(0)).containsExactly("1.0", "2.0", "3.0");
    }

    private static Origin origin(long offset) {
        return new Origin("transactions", 0, offset);
    }

    private void transaction(String id, String time, String customer, String terminal, double amount) {
        stream.publish("transactions", event("transactions", id, Instant.parse(time), customer, terminal, amount));
    }

    private void label(String id, String time, String terminal, boolean isFraud) {
        stream.publish("labels", event("labels", id, Instant.parse(time), terminal, isFraud));
    }

    private Event event(String source, Object... values) {
        return TestingEvents.of(fraud.source(source), values);
    }

    private List<List<String>> customers() {
        return features("customer.");
    }

    private List<List<String>> terminals() {
        return features("terminal.");
    }

    private List<List<String>> features(String prefix) {
        return stream.enriched().stream()
                .map(e -> stream.shown(e).stream()
                        .filter(text -> text.startsWith(prefix))
                        .map(text -> text.substring(text.indexOf('=') + 1))
                        .toList())
                .toList();
    }
}
