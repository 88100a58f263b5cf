package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events arrive whole whatever hops their keys ask for. */
class HopsTest {

    private final FeatureDefinition shop = TestingDefinitions.unkeyed();

    @Test
    void featuresOfAllViewsArrive(@TempDir(factory = InMemory.class) Path stateDir) {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            complaint(stream, "k", "2020-01-01T00:10:00Z", "s1");
            payment(stream, "a", "2020-01-01T00:30:00Z", "c1", "s1", 5);
            payment(stream, "b", "2020-01-01T00:40:00Z", "c1", "s1", 7);
            payment(stream, "c", "2020-01-01T01:30:00Z", "c1", "s2", 9);
            List<TestRecord<String, EnrichedEvent>> records = stream.enrichedRecords();
            assertThat(records).extracting(TestRecord::key).containsExactly("a", "b", "c");
            assertThat(records).allSatisfy(r -> assertThat(r.headers()).isEmpty());
            assertThat(records.get(2).getRecordTime()).isEqualTo(Instant.parse("2020-01-01T01:30:00Z"));
            assertThat(records)
                    .extracting(r -> stream.shown(r.value()))
                    .containsExactly(
                            List.of(
                                    "payer.spent_1h=5.0",
                                    "payer.latest_1h=5.0",
                                    "busy.before_1h=0.0",
                                    "blamed.complaints_1d=1.0"),
                            List.of(
                                    "payer.spent_1h=12.0",
                                    "payer.latest_1h=7.0",
                                    "busy.before_1h=1.0",
                                    "blamed.complaints_1d=1.0"),
                            // a is exactly an hour old
                            List.of(
                                    "payer.spent_1h=16.0",
                                    "payer.latest_1h=9.0",
                                    "busy.before_1h=0.0",
                                    "blamed.complaints_1d=0.0"));
        }
    }

    @Test
    void sourcesKeyedAlikeMeetWithoutAnyHop(@TempDir(factory = InMemory.class) Path stateDir) {
        FeatureDefinition keyed = TestingDefinitions.keyedByShop();
        try (TestingStream stream = new TestingStream(keyed, stateDir)) {
            Instant noon = Instant.parse("2020-01-01T12:00:00Z");
            stream.publish("complaints", TestingEvents.of(keyed.source("complaints"), "k", noon, "s1"));
            stream.publish("payments", TestingEvents.of(keyed.source("payments"), "a", noon, "c1", "s1"));
            stream.publish("payments", TestingEvents.of(keyed.source("payments"), "b", noon, "c1", "s2"));
            assertThat(stream.enriched())
                    .extracting(stream::shown)
                    .containsExactly(List.of("blamed.n_1d=1.0"), List.of("blamed.n_1d=0.0"));
            assertThat(stream.driver.producedTopicNames()).noneMatch(topic -> topic.endsWith("-repartition"));
        }
    }

    private void payment(TestingStream stream, String id, String time, String customer, String toShop, double amount) {
        stream.publish(
                "payments",
                TestingEvents.of(shop.source("payments"), id, Instant.parse(time), customer, toShop, amount));
    }

    private void complaint(TestingStream stream, String id, String time, String about) {
        stream.publish("complaints", TestingEvents.of(shop.source("complaints"), id, Instant.parse(time), about));
    }
}
