package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A random stream of transactions and labels, out of order within and beyond their lateness, against brute force over all
 * events. The sources are interleaved as Kafka Streams does: of the two first records, that with the smaller timestamp.
 */
class RandomStreamTest {

    private static final long START_MS = Instant.parse("2018-04-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long DAYS = 60;
    private static final int TRANSACTIONS = 2_000;
    private static final int LABELS = 2_000;

    private final FeatureDefinition fraud = TestingDefinitions.fraud();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20180401})
    void featuresEqualBruteForce(long seed, @TempDir(factory = InMemory.class) Path stateDir) {
        Random random = new Random(seed);
        List<Event> transactions = disordered(random, TRANSACTIONS, 3 * 60 * MINUTE_MS, "transactions");
        // Labels are published in the order they become known, up to the view's delay after their event.
        List<Event> labels = disordered(random, LABELS, 7 * DAY_MS - 1, "labels");
        List<EnrichedEvent> enriched = new ArrayList<>();
        try (TestingStream stream = new TestingStream(fraud, stateDir)) {
            int t = 0;
            int l = 0;
            while (t < transactions.size() || l < labels.size()) {
                boolean label = t == transactions.size()
                        || (l < labels.size()
                                && labels.get(l).timeMs() - 1
                                        < transactions.get(t).timeMs());
                stream.publish(label ? "labels" : "transactions", label ? labels.get(l++) : transactions.get(t++));
            }
            enriched.addAll(stream.enriched());
            List<Event> onTime = onTime(transactions, 10 * MINUTE_MS);
            assertThat(enriched).extracting(e -> e.event().id()).containsExactlyElementsOf(ids(onTime));
            assertThat(onTime.size()).isLessThan(transactions.size());
            assertThat(stream.lateEvents()).hasSize(transactions.size() - onTime.size());
            List<Event> known = onTime(labels, 8 * DAY_MS);
            for (int i = 0; i < onTime.size(); i++) {
                assertThat(stream.shown(enriched.get(i)))
                        .as("seed %d, transaction %d", seed, i)
                        .isEqualTo(expected(onTime, i, known));
            }
        }
    }

    /** Ties within a minute are common; the order of arrival is that of time plus a random lag. */
    private List<Event> disordered(Random random, int count, long lagMs, String source) {
        record Arrival(long atMs, Event event) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long timeMs = START_MS + random.nextLong(DAYS * DAY_MS / MINUTE_MS) * MINUTE_MS;
            boolean prompt = random.nextInt(3) > 0;
            arrivals.add(new Arrival(timeMs + (prompt ? 0 : random.nextLong(lagMs)), event(random, source, i, timeMs)));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atMs));
        return arrivals.stream().map(Arrival::event).toList();
    }

    private Event event(Random random, String source, int i, long timeMs) {
        String terminal = "t" + random.nextInt(8);
        Instant time = Instant.ofEpochMilli(timeMs);
        return source.equals("labels")
                ? TestingEvents.of(fraud.source(source), "l" + i, time, terminal, random.nextInt(4) == 0)
                : TestingEvents.of(
                        fraud.source(source),
                        "x" + i,
                        time,
                        "c" + random.nextInt(10),
                        terminal,
                        random.nextInt(400) / 4.0);
    }

    private static List<Event> onTime(List<Event> arrivals, long latenessMs) {
        List<Event> onTime = new ArrayList<>();
        long greatestMs = Long.MIN_VALUE;
        for (Event event : arrivals) {
            if (onTime.isEmpty() || event.timeMs() >= greatestMs - latenessMs) {
                onTime.add(event);
                greatestMs = Math.max(greatestMs, event.timeMs());
            }
        }
        return Collections.unmodifiableList(onTime);
    }

    private List<String> expected(List<Event> transactions, int index, List<Event> labels) {
        Event now = transactions.get(index);
        List<String> shown = new ArrayList<>();
        List<Event> before = transactions.subList(0, index + 1);
        for (boolean mean : new boolean[] {false, true}) {
            for (int days : new int[] {1, 7, 30}) {
                List<Event> in = in(before, now, "customer_id", days, 0);
                shown.add("customer." + (mean ? "amount_mean_" : "tx_count_") + days + "d="
                        + (mean ? mean(in, "amount") : (double) in.size()));
            }
        }
        for (boolean mean : new boolean[] {false, true}) {
            for (int days : new int[] {1, 7, 30}) {
                List<Event> in = in(labels, now, "terminal_id", days, 7);
                shown.add("terminal." + (mean ? "risk_" : "tx_count_") + days + "d="
                        + (!mean ? (double) in.size() : in.isEmpty() ? "0.0?" : mean(in, "fraud")));
            }
        }
        return shown;
    }

    private static List<Event> in(List<Event> events, Event now, String entity, int days, int delayDays) {
        long endMs = now.timeMs() - delayDays * DAY_MS;
        String key = text(now, entity);
        return events.stream()
                .filter(e -> text(e, entity).equals(key))
                .filter(e -> e.timeMs() > endMs - days * DAY_MS && e.timeMs() <= endMs)
                .toList();
    }

    /** Quarters and booleans add up exactly, in any order. */
    private static double mean(List<Event> events, String field) {
        return events.stream()
                .mapToDouble(e -> e.numberAt(e.schema().indexOf(field)))
                .average()
                .orElseThrow();
    }

    private static String text(Event event, String field) {
        return String.valueOf(event.keyAt(event.schema().indexOf(field)));
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }
}
