package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several views per entity, entities of several fields, and events that name none, against brute force. */
class EntitiesTest {

    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private final FeatureDefinition shop = TestingDefinitions.parse("payments", """
            pipeline: shop
            sources:
              payments:
                topic: payments
                format: json
                key: customer
                id: id
                time: at
                fields: {id: string, at: timestamp, customer: string, shop: string, amount: long}
              refunds:
                topic: refunds
                format: json
                id: id
                time: at
                fields: {id: string, at: timestamp, customer: string, shop: string}
            features:
              payer: {entity: customer, from: payments, windows: [1h], aggregates: {n: count}}
              spender: {entity: customer, from: payments, windows: [1h], aggregates: {sum: sum(amount)}}
              pair: {entity: [customer, shop], from: payments, windows: [1h], aggregates: {n: count}}
              refunded:
                entity: [shop, customer]
                from: refunds
                windows: [1h]
                aggregates: {n: count, zero: {of: count, default: 0}}
              shop: {entity: shop, from: payments, windows: [1h], aggregates: {n: count}}
              blamed: {entity: shop, from: refunds, windows: [1h], aggregates: {n: count}}
            """);

    @TempDir(factory = InMemory.class)
    Path stateDir;

    @Test
    void anEntityOfSeveralFieldsNeedsNoHopWhereOneOfThemIsTheKey() {
        assertThat(TestingDefinitions.routes(shop, 4))
                .extracting(r ->
                        r.stage() + (r.hop() ? " hop " : " ") + r.view().name() + " by " + r.key() + " " + r.feed())
                .containsExactly(
                        "0 payer by [customer] SCORED",
                        "0 spender by [customer] SCORED",
                        "0 pair by [customer] SCORED",
                        "0 refunded by [customer] REKEYED",
                        "1 hop shop by [shop] SCORED",
                        "1 blamed by [shop] REKEYED");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20200101})
    void featuresEqualBruteForce(long seed) {
        Random random = new Random(seed);
        List<Event> payments = new ArrayList<>();
        List<Event> refunds = new ArrayList<>();
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            for (int i = 0; i < 1_000; i++) {
                Instant at = START.plusSeconds(60L * i);
                @Nullable String customer = name(random, "c");
                @Nullable String at1 = name(random, "s");
                if (random.nextInt(3) == 0) {
                    refunds.add(TestingEvents.of(shop.source("refunds"), "r" + i, at, customer, at1));
                    stream.publish("refunds", refunds.get(refunds.size() - 1));
                } else {
                    payments.add(TestingEvents.of(
                            shop.source("payments"), "p" + i, at, customer, at1, (long) random.nextInt(50)));
                    stream.publish("payments", payments.get(payments.size() - 1));
                }
            }
            List<EnrichedEvent> enriched = stream.enriched();
            assertThat(stream.deadLetters())
                    .as("no event is refused for an entity it lacks")
                    .isEmpty();
            assertThat(enriched).hasSameSizeAs(payments);
            for (int i = 0; i < payments.size(); i++) {
                assertThat(stream.shown(enriched.get(i)))
                        .as("seed %d, payment %d", seed, i)
                        .isEqualTo(expected(payments.get(i), payments, refunds));
            }
            assertThat(stream.withoutEntityTotal("payer", "payments")).isEqualTo(count(payments, e -> e.isNull(2)));
            assertThat(stream.withoutEntityTotal("pair", "payments"))
                    .isEqualTo(count(payments, e -> e.isNull(2) || e.isNull(3)));
            assertThat(stream.withoutEntityTotal("refunded", "refunds"))
                    .isEqualTo(count(refunds, e -> e.isNull(2) || e.isNull(3)))
                    .isPositive();
            assertThat(stream.withoutEntityTotal("blamed", "refunds")).isEqualTo(count(refunds, e -> e.isNull(3)));
        }
    }

    private static List<String> expected(Event now, List<Event> payments, List<Event> refunds) {
        boolean customer = !now.isNull(2);
        boolean at = !now.isNull(3);
        List<String> shown = new ArrayList<>();
        shown.add("payer.n_1h=" + (customer ? (double) in(payments, now, 2).size() : "NOT_FOUND"));
        shown.add("spender.sum_1h="
                + (customer
                        ? (double) in(payments, now, 2).stream()
                                .mapToLong(e -> e.longAt(4))
                                .sum()
                        : "NOT_FOUND"));
        shown.add("pair.n_1h="
                + (customer && at ? (double) in(payments, now, 2, 3).size() : "NOT_FOUND"));
        double refunded = in(refunds, now, 2, 3).size();
        shown.add("refunded.n_1h=" + (customer && at ? refunded : "NOT_FOUND"));
        shown.add("refunded.zero_1h=" + (customer && at ? refunded : "0.0?"));
        shown.add("shop.n_1h=" + (at ? (double) in(payments, now, 3).size() : "NOT_FOUND"));
        shown.add("blamed.n_1h=" + (at ? (double) in(refunds, now, 3).size() : "NOT_FOUND"));
        return shown;
    }

    private static List<Event> in(List<Event> events, Event now, int... fields) {
        return events.stream()
                .filter(e -> e.timeMs() > now.timeMs() - 3_600_000 && e.timeMs() <= now.timeMs())
                .filter(e -> java.util.Arrays.stream(fields)
                        .allMatch(
                                f -> !e.isNull(f) && String.valueOf(e.textAt(f)).equals(now.textAt(f))))
                .toList();
    }

    private static double count(List<Event> events, Predicate<Event> which) {
        return events.stream().filter(which).count();
    }

    /** Names, some with what separates them in a key; one in eight is missing. */
    private static @Nullable String name(Random random, String prefix) {
        int number = random.nextInt(8);
        return number == 0 ? null : number < 3 ? prefix + ",".repeat(number) : prefix + number;
    }
}
