package io.streamgauge.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values until an alarm, on average, with baseline known: within 5 % of what a Markov chain gives. A run length is close to
 * exponential, so over r runs its mean is known to 1/√r of itself: 0.8 % with {@value #RUNS}, and five times that is under 5 %.
 */
class AverageRunLengthTest {

    private static final int RUNS = 16_000;

    @ParameterizedTest(name = "{0} {1}, shift {2}: {3}")
    @CsvSource({
        "CUSUM, slack=0.5 limit=5, 0.5, 38.0",
        "CUSUM, slack=0.5 limit=5, 0.75, 17.05",
        "CUSUM, slack=0.5 limit=5, 1, 10.38",
        "CUSUM, slack=0.5 limit=5, 1.5, 5.75",
        "CUSUM, slack=0.5 limit=5, 2, 4.01",
        "CUSUM, slack=0.5 limit=5, 3, 2.57",
        "CUSUM, slack=0.5 limit=4, 0.5, 26.6",
        "CUSUM, slack=0.5 limit=4, 0.75, 13.29",
        "CUSUM, slack=0.5 limit=4, 1, 8.38",
        "CUSUM, slack=0.5 limit=4, 1.5, 4.75",
        "CUSUM, slack=0.5 limit=4, 2, 3.34",
        "CUSUM, slack=0.5 limit=4, 3, 2.19",
        "EWMA, lambda=0.1 limit=2.814, 0.5, 31.3",
        "EWMA, lambda=0.1 limit=2.814, 1, 10.33",
        "EWMA, lambda=0.1 limit=2.814, 2, 4.36",
        "EWMA, lambda=0.1 limit=2.814, 0.25, 106.3",
        "SHEWHART, limit=3, 1, 43.89",
        "SHEWHART, limit=3, 2, 6.30",
        "SHEWHART, limit=3, 3, 2.00"
    })
    void afterAShift(DetectorKind kind, String settings, double shift, double expected) {
        check(kind, settings, shift, expected);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0} {1}, shift {2}: {3}")
    @CsvSource({
        "CUSUM, slack=0.5 limit=5, 0, 465.4", "CUSUM, slack=0.5 limit=5, 0.25, 139.5",
        "CUSUM, slack=0.5 limit=4, 0, 167.7", "CUSUM, slack=0.5 limit=4, 0.25, 74.2",
        "EWMA, lambda=0.1 limit=2.814, 0, 499.5", "EWMA, lambda=0.05 limit=2.615, 0, 499.8",
        "EWMA, lambda=0.25 limit=2.998, 0, 499.8", "SHEWHART, limit=3, 0, 370.4"
    })
    void betweenFalseAlarms(DetectorKind kind, String settings, double shift, double expected) {
        check(kind, settings, shift, expected);
    }

    /** River's default limit of 4 deviations, with 4,000 alarms: a standard error of 1.6 %. */
    @Tag("slow")
    @Test
    void riversEwma() {
        check(DetectorKind.EWMA, "lambda=0.1 limit=4", 0, 26_214, 4000);
    }

    private static void check(DetectorKind kind, String settings, double shift, double expected) {
        check(kind, settings, shift, expected, RUNS);
    }

    private static void check(DetectorKind kind, String settings, double shift, double expected, int runs) {
        long seed = 20260701;
        Random random = new Random(seed);
        ChangeDetector detector =
                GoldenStreamsTest.settings(kind, settings).with("deviation", 1).create();
        long values = 0;
        for (int alarms = 0; alarms < runs; values++) {
            alarms += detector.add(random.nextGaussian() + shift) == Signal.DRIFT ? 1 : 0;
        }
        assertThat((double) values / runs)
                .as("average run length, seed %d", seed)
                .isCloseTo(expected, within(0.05 * expected));
    }
}
