package io.streamgauge.drift.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.labels.ScoredEvent;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.drift.labels.TestingOutcomes;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.profile.OffsetRanges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** That parts hold all there is, whatever has changed, is asserted where the watch runs over them: {@code PerformanceWatchTest}. */
class PerformancePartsTest {

    private static final Subject CHAMPION = new Subject(new ModelKey("fraud", "1", "ab"), Subject.CHAMPION);
    private static final PerformanceParts PARTS = new PerformanceParts(TestingOutcomes.WINDOW_MS, Kind.BINARY);
    private static final int WINDOWS = 20;
    private static final int ROWS = 8192;

    private final Written written = new Written();

    private static final class Written implements PerformanceParts.Store {
        private final Map<String, byte[]> parts = new TreeMap<>();
        private long bytes;

        @Override
        public void put(String key, byte[] part) {
            parts.put(key, part);
            bytes += part.length;
        }

        @Override
        public void remove(String key) {
            parts.remove(key);
        }

        private long takeBytes() {
            long taken = bytes;
            bytes = 0;
            return taken;
        }
    }

    private static PerformanceWatch watch(PerformanceState state) {
        DriftDefinition drift = TestingOutcomes.definition("{wait: 30s, corrections: 3s}");
        return new PerformanceWatch(
                "fraud", drift, Objects.requireNonNull(drift.performance()), Duration.ofSeconds(1), state);
    }

    /** Twenty full windows that wait for their outcomes. */
    private static PerformanceWatch full() {
        PerformanceWatch watch = watch(new PerformanceState());
        for (int window = 0; window < WINDOWS; window++) {
            for (int i = 0; i < ROWS; i++) {
                predict(watch, window, i);
            }
        }
        return watch;
    }

    private static void predict(PerformanceWatch watch, int window, int i) {
        watch.predicted(
                0,
                new ScoredEvent(
                        CHAMPION,
                        "event-" + window + "-" + i,
                        window * TestingOutcomes.WINDOW_MS + i * TestingOutcomes.WINDOW_MS / ROWS,
                        new OffsetRanges.Partition("events", 0),
                        (long) window * ROWS + i,
                        0.5,
                        1,
                        List.of("FR")));
    }

    /** A label changes one part of some thirty rows, and a prediction one such and its window's head. */
    @Test
    void aCheckpointWritesWhatHasChanged() {
        PerformanceWatch watch = full();
        PARTS.write(watch.state(), written);
        long all = written.takeBytes();
        PARTS.write(watch.state(), written);
        long nothing = written.takeBytes();
        for (int label = 0; label < 100; label++) {
            watch.labelled(0, label, WINDOWS * TestingOutcomes.WINDOW_MS, "event-" + label % WINDOWS + "-" + label, 1);
        }
        PARTS.write(watch.state(), written);
        long changed = written.takeBytes();
        System.out.printf(
                "performance state of %d windows: %,d bytes; a checkpoint writes %,d bytes when nothing has changed,"
                        + " %,d after 100 labels%n",
                WINDOWS, all, nothing, changed);
        assertThat(all).isGreaterThan(WINDOWS * ROWS * 30L);
        assertThat(nothing).isLessThan(100);
        assertThat(changed).isBetween(100L * 28, 100L * 3000);
        assertThat(new PerformanceCodec(TestingOutcomes.WINDOW_MS, Kind.BINARY)
                        .encode(PARTS.read(written.parts).orElseThrow()))
                .isEqualTo(new PerformanceCodec(TestingOutcomes.WINDOW_MS, Kind.BINARY).encode(watch.state()));
    }

    @Test
    void aWindowThatIsForgottenLeavesNoPart() {
        PerformanceWatch watch = full();
        PARTS.write(watch.state(), written);
        assertThat(written.parts.keySet()).anyMatch(key -> key.startsWith("rows\n"));
        // Windows are forgotten 33 s after their ends, the last at 53 s; the model 10 s later than that one is judged.
        watch.advance(55 * TestingOutcomes.WINDOW_MS);
        PARTS.write(watch.state(), written);
        assertThat(written.parts.keySet())
                .noneMatch(key -> key.startsWith("rows\n") || key.startsWith("window\n"))
                .anyMatch(key -> key.startsWith("subject\n"));
        watch.advance(1000 * TestingOutcomes.WINDOW_MS);
        PARTS.write(watch.state(), written);
        assertThat(written.parts.keySet()).containsExactly("clocks");
    }

    @Test
    void ofOtherWindowsOrAnotherKindNothingComesBack() {
        PARTS.write(full().state(), written);
        assertThat(new PerformanceParts(2000, Kind.BINARY).read(written.parts)).isEmpty();
        assertThat(new PerformanceParts(TestingOutcomes.WINDOW_MS, Kind.REGRESSION).read(written.parts))
                .isEmpty();
        assertThat(PARTS.read(Map.of())).isEmpty();
    }
}
