package io.streamgauge.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every detector. */
class DetectorLawsTest {

    private static final int LENGTH = 700;

    /** Cut anywhere, written, read into a new one: the same signals and the same state as uncut. */
    @Property(tries = 300)
    void stateReadBackGoesOnAsItWas(
            @ForAll DetectorKind kind, @ForAll @IntRange(max = LENGTH) int cut, @ForAll int seed) {
        double[] stream = errors(seed);
        DetectorSettings settings = kind == DetectorKind.RDDM ? kind.defaults().with("memory", 90) : kind.defaults();
        ChangeDetector whole = settings.create();
        ChangeDetector first = settings.create();
        for (int i = 0; i < cut; i++) {
            assertThat(first.add(stream[i])).isEqualTo(whole.add(stream[i]));
        }
        ChangeDetector second = settings.create();
        second.restore(first.snapshot());
        assertThat(second.snapshot()).isEqualTo(first.snapshot());
        for (int i = cut; i < stream.length; i++) {
            assertThat(second.add(stream[i])).as("value %d", i).isEqualTo(whole.add(stream[i]));
        }
        assertThat(second.snapshot()).isEqualTo(whole.snapshot());
    }

    @ParameterizedTest
    @EnumSource
    void aResetDetectorIsAsNew(DetectorKind kind) {
        ChangeDetector detector = kind.defaults().create();
        double[] fresh = detector.snapshot();
        Arrays.stream(errors(3)).limit(500).forEach(detector::add);
        assertThat(detector.snapshot()).isNotEqualTo(fresh);
        detector.reset();
        assertThat(detector.snapshot()).isEqualTo(fresh);
    }

    /** At most 5,000 bytes for ADWIN, 2,000 for RDDM's 7,000 bits, 900 for the rest, whatever the length. */
    @ParameterizedTest
    @EnumSource
    void memoryIsBounded(DetectorKind kind) {
        ChangeDetector detector = kind.defaults().create();
        Random random = new Random(5);
        int most = 0;
        for (int i = 0; i < 200_000; i++) {
            detector.add(random.nextInt(10) == 0 ? 1 : 0);
            if (i % 5000 == 0) {
                most = Math.max(most, detector.snapshot().length * Double.BYTES);
            }
        }
        int bound = switch (kind) {
            case ADWIN -> 5000;
            case RDDM -> 2000;
            default -> 900;
        };
        assertThat(most).isBetween(8, bound);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHEWHART")
    void aChangeIsFoundSoonAfterIt(DetectorKind kind) {
        Random random = new Random(11);
        double[] stream = TestingStreams.of(4000, i -> random.nextDouble() < (i < 2000 ? 0.2 : 0.8) ? 1 : 0);
        DetectorSettings settings = kind == DetectorKind.GMA ? kind.defaults().with("lambda", 0.2) : kind.defaults();
        assertThat(TestingRun.of(settings.create(), stream).drifts()).anyMatch(i -> i >= 2000 && i < 2200);
    }

    @ParameterizedTest
    @EnumSource
    void valuesItCannotTakeAreRefused(DetectorKind kind) {
        ChangeDetector detector = kind.defaults().create();
        double wrong = kind.input() == Input.NUMBER ? Double.NaN : -0.5;
        assertThatThrownBy(() -> detector.add(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s takes values %s, not %s", kind, kind.input().text(), wrong);
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotOfAnotherLengthIsRefused(DetectorKind kind) {
        ChangeDetector detector = kind.defaults().create();
        double[] snapshot = detector.snapshot();
        assertThatThrownBy(() -> detector.restore(Arrays.copyOf(snapshot, snapshot.length + 1)))
                .hasMessageContaining("a snapshot of " + kind);
        assertThatThrownBy(() -> detector.restore(Arrays.copyOf(snapshot, snapshot.length - 1)))
                .hasMessageContaining("a snapshot of " + kind);
    }

    /** The window of ADWIN: sums equal those of all values, and those of its buckets. */
    @Property(tries = 50)
    void adwinKeepsExactTotals(@ForAll @IntRange(min = 1, max = 2000) int n) {
        Adwin adwin = new Adwin(DetectorKind.ADWIN.defaults().with("clock", 1_000_000));
        double[] values = TestingStreams.of(n, i -> i % 7);
        Arrays.stream(values).forEach(adwin::add);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertThat(adwin.mean()).isCloseTo(mean, within(1e-12));
        assertThat(adwin.variance()).isCloseTo(variance, within(1e-9));
        assertThat(adwin.sumOfBuckets()).isCloseTo(mean * n, within(1e-9));
    }

    private static double[] errors(int seed) {
        Random random = new Random(seed);
        double after = random.nextDouble();
        return TestingStreams.of(LENGTH, i -> random.nextDouble() < (i < 300 ? 0.1 : after) ? 1 : 0);
    }
}
