package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.state.PerformanceCodec;
import io.streamgauge.drift.state.PerformanceParts;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Predictions and labels over partitions, and the watch fed with them as Flink would, in any interleaving. */
public final class TestingOutcomes {

    public static final long WINDOW_MS = 1000;
    public static final long LATENESS_MS = 400;
    public static final long LABEL_LATENESS_MS = 300;
    static final Subject CHAMPION = new Subject(new ModelKey("fraud", "1", "ab"), "champion");
    static final Subject SHADOW = new Subject(new ModelKey("fraud", "2", "cd"), "next");

    /** A label as its partition has it. */
    public record Label(int partition, long offset, long timeMs, String eventId, double value) {}

    public final List<List<ScoredEvent>> predictions = new ArrayList<>();
    public final List<List<Label>> labels = new ArrayList<>();

    /**
     * Events over some windows, the last of them with scores that say nothing. Some predictions and labels are late, some labels are
     * taken back later, some events have none, and some labels have no event.
     */
    public static TestingOutcomes random(long seed, int windows, int perWindow, int blindFrom) {
        Random random = new Random(seed);
        TestingOutcomes made = new TestingOutcomes();
        for (int i = 0; i < 3; i++) {
            made.predictions.add(new ArrayList<>());
        }
        for (int i = 0; i < 2; i++) {
            made.labels.add(new ArrayList<>());
        }
        List<Label> unordered = new ArrayList<>();
        for (int i = 0; i < windows * perWindow; i++) {
            long timeMs = i * WINDOW_MS / perWindow - (random.nextInt(50) == 0 ? 600 : random.nextInt(100));
            int partition = random.nextInt(3);
            boolean came = random.nextInt(3) == 0;
            boolean blind = i >= blindFrom * perWindow;
            double score = 1 / (1 + Math.exp(-(came && !blind ? 1.5 : 0) - random.nextGaussian()));
            List<ScoredEvent> feed = made.predictions.get(partition);
            String id = "event-" + i;
            feed.add(event(CHAMPION, id, timeMs, partition, i, score));
            feed.add(event(SHADOW, id, timeMs, partition, i, random.nextDouble()));
            if (random.nextInt(10) > 0) {
                unordered.add(new Label(0, 0, timeMs + random.nextInt(3500), id, came ? 1 : 0));
            }
            if (random.nextInt(30) == 0) {
                unordered.add(new Label(0, 0, timeMs + 2000 + random.nextInt(4000), id, came ? 0 : 1));
            }
            if (random.nextInt(40) == 0) {
                unordered.add(new Label(0, 0, timeMs, "nobody-" + i, 1));
            }
        }
        made.arrange(unordered, random);
        return made;
    }

    private static ScoredEvent event(Subject who, String id, long timeMs, int partition, long offset, double score) {
        return new ScoredEvent(
                who,
                id,
                timeMs,
                new OffsetRanges.Partition("events", partition),
                offset,
                score,
                score >= 0.5 ? 1 : 0,
                List.of(offset % 2 == 0 ? "FR" : "ES"));
    }

    /** Labels come about when they are stamped; one in twenty comes much later. */
    private void arrange(List<Label> unordered, Random random) {
        record Arrival(long atMs, Label label) {}
        unordered.stream()
                .map(label ->
                        new Arrival(label.timeMs() + (random.nextInt(20) == 0 ? 2500 : random.nextInt(200)), label))
                .sorted(java.util.Comparator.comparingLong(Arrival::atMs))
                .forEach(arrival -> {
                    int partition = random.nextInt(2);
                    List<Label> feed = labels.get(partition);
                    Label label = arrival.label();
                    feed.add(new Label(partition, feed.size(), label.timeMs(), label.eventId(), label.value()));
                });
    }

    /** The same with all from a moment on so much later. */
    TestingOutcomes later(long fromMs, long byMs) {
        return map(event -> at(event, event.eventTimeMs() + (event.eventTimeMs() < fromMs ? 0 : byMs)), label -> {
            long timeMs = label.timeMs() + (label.timeMs() < fromMs ? 0 : byMs);
            return new Label(label.partition(), label.offset(), timeMs, label.eventId(), label.value());
        });
    }

    /** The same with another champion from a moment on. */
    TestingOutcomes champion(long fromMs, Subject champion) {
        return map(
                event ->
                        event.subject().equals(CHAMPION) && event.eventTimeMs() >= fromMs ? of(event, champion) : event,
                label -> label);
    }

    private TestingOutcomes map(UnaryOperator<ScoredEvent> event, UnaryOperator<Label> label) {
        TestingOutcomes made = new TestingOutcomes();
        predictions.forEach(
                feed -> made.predictions.add(feed.stream().map(event).toList()));
        labels.forEach(feed -> made.labels.add(feed.stream().map(label).toList()));
        return made;
    }

    private static ScoredEvent at(ScoredEvent event, long timeMs) {
        return new ScoredEvent(
                event.subject(),
                event.eventId(),
                timeMs,
                event.partition(),
                event.offset(),
                event.score(),
                event.decided(),
                event.groups());
    }

    private static ScoredEvent of(ScoredEvent event, Subject subject) {
        return new ScoredEvent(
                subject,
                event.eventId(),
                event.eventTimeMs(),
                event.partition(),
                event.offset(),
                event.score(),
                event.decided(),
                event.groups());
    }

    public static DriftDefinition definition(String performance) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse(
                        "test",
                        "{window: 1s, forget: 10s, reference: {first: 4s, after: 1s}, lateness: 400ms, min_samples: 40, level: 0.05,"
                                + " budget: 1 false retraining per 2s, confirm: 2 of 3, cooldown: 1s, performance: "
                                + performance + ", fairness: {groups: [country]}}"),
                problems);
        problems.throwIfAny();
        return definition;
    }

    /** Everything the watch publishes when the partitions are read in a random order, as lines; written to bytes and read back on the way. */
    List<PerformanceWatch.Published> run(DriftDefinition definition, long seed) {
        return new Run(definition, seed).all();
    }

    private final class Run {

        private final Random random;
        private final DriftDefinition definition;
        private final int[] read = new int[predictions.size() + labels.size()];
        private final long[] clocks = new long[predictions.size() + labels.size()];
        private final List<PerformanceWatch.Published> published = new ArrayList<>();
        private final Map<String, byte[]> written = new TreeMap<>();
        private PerformanceWatch watch;

        Run(DriftDefinition definition, long seed) {
            this.random = new Random(seed);
            this.definition = definition;
            this.watch = watch(new PerformanceState());
            java.util.Arrays.fill(clocks, Long.MIN_VALUE);
        }

        private PerformanceWatch watch(PerformanceState state) {
            return new PerformanceWatch(
                    "fraud",
                    definition,
                    java.util.Objects.requireNonNull(definition.performance()),
                    Duration.ofMillis(LABEL_LATENESS_MS),
                    state);
        }

        List<PerformanceWatch.Published> all() {
            int favourite = random.nextInt(read.length);
            while (step(random.nextInt(4) > 0 ? favourite : random.nextInt(read.length))) {
                if (random.nextInt(100) == 0) {
                    favourite = random.nextInt(read.length);
                }
                if (random.nextInt(random.nextBoolean() ? 50 : 500) == 0) {
                    throughParts();
                }
            }
            published.addAll(watch.predictionsTo(Long.MAX_VALUE));
            published.addAll(watch.advance(Long.MAX_VALUE));
            return published;
        }

        /** Only what has changed is written; what is read back is all there was. */
        private void throughParts() {
            Kind kind =
                    java.util.Objects.requireNonNull(definition.performance()).kind();
            PerformanceParts parts = new PerformanceParts(WINDOW_MS, kind);
            PerformanceCodec whole = new PerformanceCodec(WINDOW_MS, kind);
            parts.write(watch.state(), new PerformanceParts.Store() {
                @Override
                public void put(String key, byte[] part) {
                    written.put(key, part);
                }

                @Override
                public void remove(String key) {
                    written.remove(key);
                }
            });
            PerformanceState back = parts.read(written).orElseThrow();
            assertThat(whole.encode(back)).isEqualTo(whole.encode(watch.state()));
            if (random.nextBoolean()) {
                watch = watch(back);
            }
        }

        /** Reads one record of a partition, or of the next that has one; false when none has. */
        private boolean step(int wanted) {
            for (int i = 0; i < read.length; i++) {
                int at = (wanted + i) % read.length;
                int size = at < predictions.size()
                        ? predictions.get(at).size()
                        : labels.get(at - predictions.size()).size();
                if (read[at] < size) {
                    take(at);
                    watermarks();
                    return true;
                }
                clocks[at] = Long.MAX_VALUE;
            }
            return false;
        }

        private void take(int at) {
            if (at < predictions.size()) {
                ScoredEvent event = predictions.get(at).get(read[at]++);
                watch.predicted(at, event);
                clocks[at] = Math.max(clocks[at], event.eventTimeMs() - LATENESS_MS - 1);
            } else {
                Label label = labels.get(at - predictions.size()).get(read[at]++);
                watch.labelled(label.partition(), label.offset(), label.timeMs(), label.eventId(), label.value());
                clocks[at] = Math.max(clocks[at], label.timeMs() - LABEL_LATENESS_MS - 1);
            }
        }

        private void watermarks() {
            long predictedMs =
                    java.util.Arrays.stream(clocks, 0, predictions.size()).min().orElseThrow();
            long allMs = java.util.Arrays.stream(clocks).min().orElseThrow();
            published.addAll(watch.predictionsTo(predictedMs));
            published.addAll(watch.advance(allMs));
        }
    }
}
