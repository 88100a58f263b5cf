package io.streamgauge.store.backfill.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay takes events in the order in which the stream took them, and tries other orders only where the log leaves them open. */
class ReplayTest {

    private static final String YAML = """
            sources:
              payments:
                topic: payments
                format: json
                key: card
                id: id
                time: at
                lateness: 1h
                fields: {id: string, at: timestamp, card: string, shop: string}
              chargebacks:
                topic: chargebacks
                format: json
                id: id
                time: at
                lateness: 30d
                fields: {id: string, at: timestamp, shop: string}
            features:
              shop:
                entity: shop
                from: payments
                windows: [1d]
                aggregates: {n: count}
              back:
                entity: shop
                from: chargebacks
                delay: 1h
                windows: [1d]
                aggregates: {n: count}
            """;

    private static final int SHOP = 0;
    private static final int BACK = 1;

    @TempDir
    private Path directory;

    private final FeatureDefinition definition = definition();

    private static FeatureDefinition definition() {
        ConfigNode root = YamlDocument.parse("test.yaml", YAML);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("test", sources, "payments", features.views(), features.expressions());
    }

    /**
     * What was served for an event.
     *
     * @param takenAt when
     * @param shop the count of the shop's payments
     * @param back the count of its chargebacks
     */
    private record Was(long takenAt, double shop, double back) {}

    /** What a replay found: values by event, and which views of which events other orders explain. */
    private record Found(Map<String, List<Double>> values, Set<String> explained) {}

    /** Payments a and c of one partition, b of another; by event time the order is a, b, c. */
    private Found replay(Map<String, Was> was) throws IOException {
        Map<String, List<Double>> values = new TreeMap<>();
        Set<String> explained = new ConcurrentSkipListSet<>();
        Served served = new Served() {
            @Override
            public boolean overHop(int view) {
                return view == SHOP;
            }

            @Override
            public long takenAt(byte[] attached) {
                return of(attached).takenAt();
            }

            @Override
            public boolean agrees(int view, EnrichedEvent enriched, byte[] attached) {
                double value = view == SHOP ? of(attached).shop() : of(attached).back();
                return enriched.features().valueAt(view) == value;
            }

            @Override
            public void explained(int view, EnrichedEvent enriched) {
                explained.add(enriched.event().id() + (view == BACK ? " back" : " shop"));
            }

            private Was of(byte[] attached) {
                return Objects.requireNonNull(was.get(new String(attached, StandardCharsets.UTF_8)));
            }
        };
        Wanted wanted = new Wanted() {
            @Override
            public EventName eventName() {
                return (event, origin) -> event.id();
            }

            @Override
            public void read(Taker taker) {
                was.keySet().forEach(id -> taker.event(id, id.getBytes(StandardCharsets.UTF_8)));
            }
        };
        History payments = history(
                "payments",
                List.of(payment("a", "10:00:00", 0), payment("b", "10:05:00", 1), payment("c", "10:10:00", 0)));
        History chargebacks = history(
                "chargebacks",
                List.of(payment("x", "08:00:00", 0), payment("y", "07:00:00", 0), payment("z", "09:30:00", 0)));
        new PointInTimeJoin(definition, Files.createTempDirectory(directory, "s"), 2, 2, Progress.NONE)
                .run(
                        Map.of("payments", payments, "chargebacks", chargebacks),
                        wanted,
                        (enriched, attached) -> values.put(
                                enriched.event().id(),
                                List.of(
                                        enriched.features().valueAt(SHOP),
                                        enriched.features().valueAt(BACK))),
                        () -> served);
        return new Found(values, new TreeSet<>(explained));
    }

    private record Placed(String id, long timeMs, int partition) {}

    private static Placed payment(String id, String time, int partition) {
        return new Placed(id, Instant.parse("2026-05-04T" + time + "Z").toEpochMilli(), partition);
    }

    private History history(String source, List<Placed> events) {
        return new History() {
            @Override
            public int partitions() {
                return 2;
            }

            @Override
            public void read(Arrivals arrivals) {
                SourceDefinition of = definition.source(source);
                List<Long> offsets = new ArrayList<>(List.of(0L, 0L));
                for (Placed placed : events) {
                    Event event = new Event(of.schema());
                    event.setText(of.schema().indexOf("id"), placed.id());
                    event.setLong(of.schema().indexOf("at"), placed.timeMs());
                    event.setText(of.schema().indexOf("shop"), "s");
                    long offset = offsets.set(placed.partition(), offsets.get(placed.partition()) + 1);
                    arrivals.accept(
                            event.identify(placed.id(), placed.timeMs()),
                            new Origin(of.topic(), placed.partition(), offset));
                }
            }
        };
    }

    @Test
    void takesEventsInTheOrderOfScoring() throws IOException {
        Found found = replay(Map.of("a", new Was(1, 1, 2), "c", new Was(2, 2, 2), "b", new Was(3, 2, 2)));

        assertThat(found.values())
                .isEqualTo(Map.of("a", List.of(1.0, 2.0), "b", List.of(2.0, 2.0), "c", List.of(2.0, 2.0)));
        assertThat(found.explained()).isEmpty();
    }

    @Test
    void twoOfOneMillisecondMayHaveBeenTheOtherWayRound() throws IOException {
        Found found = replay(Map.of("a", new Was(1, 1, 2), "c", new Was(2, 2, 2), "b", new Was(2, 2, 2)));

        assertThat(found.values().get("c")).as("by event time").isEqualTo(List.of(3.0, 2.0));
        assertThat(found.explained()).containsExactly("c shop");
    }

    @Test
    void noOrderExplainsTheFuture() throws IOException {
        Found found = replay(Map.of("a", new Was(2, 2, 2), "c", new Was(2, 4, 2), "b", new Was(2, 3, 3)));

        assertThat(found.explained())
                .as("b before its time, an event that is not, a chargeback too early")
                .isEmpty();
    }

    @Test
    void aFeedMayHaveBeenBehind() throws IOException {
        Found found = replay(Map.of("a", new Was(1, 1, 1), "b", new Was(2, 2, 0), "c", new Was(3, 3, 2)));

        assertThat(found.values().values())
                .allSatisfy(values -> assertThat(values.get(BACK)).isEqualTo(2.0));
        assertThat(found.explained()).containsExactly("a back", "b back");
    }
}
