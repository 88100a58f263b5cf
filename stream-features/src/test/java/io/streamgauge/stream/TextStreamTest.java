package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts go through rows, chunks and the topics between views, and come out as a backfill has them. */
class TextStreamTest {

    private static final long SEED = 20260403;
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<String> CHANNELS = List.of("web", "shop", "café", "", "x".repeat(300));

    private final FeatureDefinition payments = TestingDefinitions.parse("payments", """
            pipeline: texts
            sources:
              payments:
                topic: payments
                format: json
                id: id
                time: at
                lateness: 1h
                fields: {id: string, at: timestamp, customer: string, shop: string, channel: string}
            features:
              payer:
                entity: customer
                from: payments
                windows: [6h]
                aggregates:
                  before: {of: last(shop), windows: unbounded, include_current: false, default: none}
                  usual: {of: "approx_top_k(channel, 2)"}
                  shops: count_distinct(shop)
              seller:
                entity: shop
                from: payments
                windows: [6h, last 5 within 1d]
                aggregates: {recent: "last_distinct_n(customer, 2)", usual: mode(channel)}
              request:
                expressions:
                  elsewhere: payer.before_all != shop
                  label: 'coalesce(seller.usual_6h, "none") + "/" + channel'
            """);

    @Test
    void theStreamTheBackfillAndAReaderAgree(@TempDir(factory = InMemory.class) Path stateDir) throws IOException {
        List<Event> events = events(1_500);
        Map<String, List<String>> streamed = new LinkedHashMap<>();
        try (TestingStream stream = new TestingStream(payments, stateDir)) {
            events.forEach(event -> stream.publish("payments", event));
            for (EnrichedEvent enriched : stream.enriched()) {
                streamed.put(enriched.event().id(), shown(enriched.features()));
            }
            Event last = events.get(events.size() - 1);
            assertThat(read(stream, payments.views().get(1), text(last, "shop"), last.timeMs()))
                    .isEqualTo(Objects.requireNonNull(streamed.get(last.id())).subList(4, 10));
        }
        Map<String, List<String>> filled = backfill(events, payments.viewFeatureNames());
        assertThat(streamed).hasSizeGreaterThan(1_400);
        assertThat(streamed).as("seed " + SEED).isEqualTo(filled);
        assertThat(streamed.values()).anyMatch(row -> row.get(0).equals("'none' NOT_FOUND"));
    }

    /** The shop of a customer's newest payment before this one, by the words of its definition. */
    @Test
    void theLastOneEverIsThatOfTheEventsBefore() throws IOException {
        List<Event> events = events(400);
        Map<String, List<String>> filled =
                backfill(events, List.of("payer.before_all", "request.elsewhere", "request.label", "channel"));
        List<Event> arrived = new ArrayList<>();
        for (Event event : events) {
            List<String> row = filled.get(event.id());
            if (row == null) {
                continue; // late
            }
            Event newest = null;
            for (Event other : arrived) {
                boolean same = text(other, "customer").equals(text(event, "customer"));
                if (same && other.timeMs() <= event.timeMs() && (newest == null || other.timeMs() >= newest.timeMs())) {
                    newest = other;
                }
            }
            String before = newest == null ? "none" : text(newest, "shop");
            assertThat(row.get(0)).as(event.id()).startsWith("'" + before + "'");
            assertThat(row.get(1)).isEqualTo((before.equals(text(event, "shop")) ? 0.0 : 1.0) + " PRESENT");
            boolean known = !event.isNull(event.schema().indexOf("channel"));
            String channel = known ? text(event, "channel") + "' PRESENT" : "NULL_VALUE";
            assertThat(row.get(2)).endsWith(known ? "/" + channel : channel);
            assertThat(row.get(3)).isEqualTo(known ? "'" + channel : channel);
            arrived.add(event);
        }
        assertThat(arrived).hasSizeGreaterThan(350);
    }

    private List<String> read(TestingStream stream, ViewDefinition view, String entity, long timeMs) {
        return shown(new FeatureReader(
                        payments,
                        view,
                        stream.driver.getKeyValueStore(ViewStores.rowsName(view)),
                        stream.driver.getKeyValueStore(ViewStores.chunksName(view)))
                .read(entity, timeMs));
    }

    private Map<String, List<String>> backfill(List<Event> events, List<String> columns) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                rows.put(id, shown(vector));
            }

            @Override
            public void close() {}
        };
        new FileBackfill((source, file, taker) -> events.forEach(taker), 1)
                .run(
                        payments,
                        VectorPlan.ofColumns(payments, columns),
                        Map.of("payments", Path.of("payments")),
                        sink,
                        2,
                        Progress.NONE);
        return Collections.unmodifiableMap(rows);
    }

    /** Events of few customers, mostly in order, some up to two hours behind. */
    private List<Event> events(int count) {
        Random random = new Random(SEED);
        List<Event> events = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < count; i++) {
            now = now.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(400) : 0);
            long behind = random.nextInt(3) == 0 ? random.nextInt(4_000) : 0;
            @Nullable String channel = random.nextInt(10) == 0 ? null : CHANNELS.get(random.nextInt(CHANNELS.size()));
            events.add(TestingEvents.of(
                    payments.source("payments"),
                    "p" + i,
                    now.minusSeconds(behind),
                    "c" + random.nextInt(3),
                    "s" + random.nextInt(4),
                    channel));
        }
        return events;
    }

    private static String text(Event event, String field) {
        return String.valueOf(event.textAt(event.schema().indexOf(field)));
    }

    private static List<String> shown(FeatureValues values) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ValueStatus status = values.statusAt(i);
            String text = values.textAt(i);
            shown.add(
                    values.isMissing(i)
                            ? status.name()
                            : text == null ? values.valueAt(i) + " " + status : "'" + text + "' " + status);
        }
        return shown;
    }
}
