package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A view made of what views before it gave the same event: in the stream, in a backfill, and over its rows. */
class ViewsOfViewsTest {

    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final long HOUR_MS = 3_600_000;

    private final FeatureDefinition shop = TestingDefinitions.parse("payments", """
            pipeline: shop
            sources:
              payments:
                topic: payments
                format: json
                id: id
                time: at
                fields: {id: string, at: timestamp, customer: string, shop: string, amount: double}
            features:
              customer:
                entity: customer
                from: payments
                windows: [1h]
                aggregates: {mean: {of: mean(amount), include_current: false}}
              ratio:
                expressions: {over: amount / customer.mean_1h, unusual: ratio.over > 1.5}
              shop:
                entity: shop
                from: payments
                windows: [1h]
                aggregates:
                  usual: mean(customer.mean_1h)
                  unusual: {of: count, where: amount > 1.5 * customer.mean_1h}
                  by_ratio: {of: count, by: {field: ratio.unusual, values: [true]}}
                  excess: {of: sum, value: amount - customer.mean_1h}
              late:
                expressions: {fine: shop.unusual_1h > 1}
            """);

    @TempDir(factory = InMemory.class)
    Path stateDir;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 20200101})
    void theValueIsWhatTheEventItselfCarried(long seed) throws IOException {
        Random random = new Random(seed);
        List<Event> payments = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            @Nullable String customer = random.nextInt(10) == 0 ? null : "c" + random.nextInt(5);
            Instant at = START.plusSeconds(40L * i - random.nextInt(300)); // out of order, within the lateness
            payments.add(TestingEvents.of(
                    shop.source("payments"),
                    "p" + i,
                    at,
                    customer,
                    "s" + random.nextInt(3),
                    random.nextInt(400) / 4.0));
        }
        List<List<String>> streamed = new ArrayList<>();
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            payments.forEach(event -> stream.publish("payments", event));
            List<EnrichedEvent> enriched = stream.enriched();
            assertThat(enriched).hasSameSizeAs(payments);
            for (int i = 0; i < payments.size(); i++) {
                streamed.add(stream.shown(enriched.get(i)));
                assertThat(rounded(stream.shown(enriched.get(i))))
                        .as("seed %d, payment %d", seed, i)
                        .isEqualTo(expected(payments, i));
            }
        }
        assertThat(backfilled(payments)).isEqualTo(streamed);
    }

    @Test
    void rowsAreReadWithoutAnEvent() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            for (int i = 0; i < 3; i++) {
                stream.publish(
                        "payments",
                        TestingEvents.of(
                                shop.source("payments"), "p" + i, START.plusSeconds(i), "c", "s", i == 2 ? 9.0 : 3.0));
            }
            FeatureReader reader = new FeatureReader(
                    shop,
                    shop.views().get(1),
                    stream.driver.getKeyValueStore("shop-rows"),
                    stream.driver.getKeyValueStore("shop-chunks"));
            FeatureValues values = reader.read("s", START.plusSeconds(60).toEpochMilli());
            assertThat(List.of(values.valueAt(0), values.valueAt(1), values.valueAt(2)))
                    .containsExactly(3.0, 1.0, 1.0);
        }
    }

    /** All features of all views by definition, event after event; each event's own are those it had when it arrived. */
    private static List<String> expected(List<Event> payments, int index) {
        Event now = payments.get(index);
        @Nullable Double mean = mean(payments, index);
        List<Integer> in = new ArrayList<>();
        for (int i = 0; i <= index; i++) {
            if (String.valueOf(payments.get(i).textAt(3)).equals(now.textAt(3))
                    && payments.get(i).timeMs() > now.timeMs() - HOUR_MS
                    && payments.get(i).timeMs() <= now.timeMs()) {
                in.add(i);
            }
        }
        double sum = 0;
        int known = 0;
        int unusual = 0;
        double excess = 0;
        for (int i : in) {
            @Nullable Double carried = mean(payments, i);
            if (carried != null) {
                known++;
                sum += carried;
                excess += payments.get(i).doubleAt(4) - carried;
                unusual += payments.get(i).doubleAt(4) > 1.5 * carried ? 1 : 0;
            }
        }
        String none = now.isNull(2) ? "NOT_FOUND" : before(payments, index) ? "NULL_VALUE" : "NOT_FOUND";
        return List.of(
                "customer.mean_1h=" + (mean == null ? none : round(mean)),
                "shop.usual_1h=" + (known == 0 ? "NULL_VALUE" : round(sum / known)),
                "shop.unusual_1h=" + (double) unusual,
                "shop.by_ratio_true_1h=" + (double) unusual,
                "shop.by_ratio_other_1h=" + (double) (in.size() - unusual),
                "shop.excess_1h=" + (known == 0 ? "NULL_VALUE" : round(excess)));
    }

    private static boolean before(List<Event> payments, int index) {
        return payments.subList(0, index).stream()
                .anyMatch(e ->
                        String.valueOf(e.textAt(2)).equals(payments.get(index).textAt(2))
                                && e.timeMs() <= payments.get(index).timeMs());
    }

    /** Mean amount of the customer in the hour up to an event, of what arrived before it. */
    private static @Nullable Double mean(List<Event> payments, int index) {
        Event now = payments.get(index);
        double[] amounts = payments.subList(0, index).stream()
                .filter(e ->
                        now.textAt(2) != null && String.valueOf(now.textAt(2)).equals(e.textAt(2)))
                .filter(e -> e.timeMs() > now.timeMs() - HOUR_MS && e.timeMs() <= now.timeMs())
                .mapToDouble(e -> e.doubleAt(4))
                .toArray();
        return amounts.length == 0 ? null : java.util.Arrays.stream(amounts).sum() / amounts.length;
    }

    /** Sums of an oracle in floating point differ from exact ones in their last bits. */
    private static List<String> rounded(List<String> shown) {
        return shown.stream()
                .map(one -> {
                    int at = one.indexOf('=') + 1;
                    return Character.isUpperCase(one.charAt(at))
                            ? one
                            : one.substring(0, at) + round(Double.parseDouble(one.substring(at)));
                })
                .toList();
    }

    private static double round(double value) {
        return Math.rint(value * 1e6) / 1e6 + 0.0;
    }

    private List<List<String>> backfilled(List<Event> payments) throws IOException {
        List<String> names = shop.viewFeatureNames();
        List<List<String>> rows = new ArrayList<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < vector.size(); i++) {
                    row.add(names.get(i) + "="
                            + (vector.isMissing(i) ? vector.statusAt(i).name() : vector.valueAt(i)));
                }
                rows.add(row);
            }

            @Override
            public void close() {}
        };
        EventFiles files = (source, file, events) -> payments.forEach(events);
        new FileBackfill(files, 1)
                .run(shop, VectorPlan.of(shop, names), Map.of("payments", Path.of("p")), sink, 3, Progress.NONE);
        return rows;
    }
}
