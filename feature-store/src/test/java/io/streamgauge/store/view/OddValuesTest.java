package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static io.streamgauge.store.view.TestingView.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that are seldom: NaN of other bits, halves of surrogate pairs, and decay over more than a state keeps. */
class OddValuesTest {

    private static final double OTHER_NAN = Double.longBitsToDouble(0x7ff8_dead_beef_0001L);

    @Test
    void everyNaNIsTheSame() {
        for (String function : List.of("max", "min", "last", "first")) {
            EntityState state = state(function, List.of());
            FeatureValues out = new FeatureValues(1);
            state.add(event(1, 5.0));
            state.addAndRead(event(2, OTHER_NAN), out, 0);
            if (function.equals("first")) {
                state.read(1_001, out, 0); // 5 has left
            }
            assertThat(Double.doubleToRawLongBits(out.valueAt(0)))
                    .as(function)
                    .isEqualTo(Double.doubleToRawLongBits(Double.NaN));
        }
    }

    @Test
    void halfASurrogatePairIsNotAQuestionMark() {
        List<String> kept = List.of(
                KeptText.of("\ud800"),
                KeptText.of("\udc00"),
                KeptText.of("?"),
                KeptText.of("\ufffd"),
                KeptText.of("a\ud83d"));
        assertThat(kept).doesNotHaveDuplicates().contains("\ufffdd800", "a\ufffdd83d");
        assertThat(KeptText.of("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    }

    /** Half-lives of a millisecond and 10 seconds between events: each has a segment of its own, and 64 are kept. */
    @Test
    void whatDecayedLongAgoIsReadAsOfThen() {
        for (String function : List.of("decayed_sum", "decayed_mean", "decayed_count")) {
            EntityState state = state(function, List.of(0.001));
            EntityState early = state(function, List.of(0.001));
            FeatureValues out = new FeatureValues(1);
            FeatureValues expected = new FeatureValues(1);
            for (int i = 0; i < 300; i++) {
                state.addAndRead(event(10_000L * i, 1.0 + i), out, 0);
                if (i <= 20) {
                    early.addAndRead(event(10_000L * i, 1.0 + i), expected, 0);
                }
            }
            state.read(200_001, out, 0);
            early.read(200_001, expected, 0);
            assertThat(out.valueAt(0)).as(function).isEqualTo(expected.valueAt(0));
            assertThat(expected.valueAt(0)).isPositive();
            state.addAndRead(event(200_002, 3.0), out, 0);
            early.addAndRead(event(200_002, 3.0), expected, 0);
            assertThat(out.valueAt(0)).as(function).isEqualTo(expected.valueAt(0));
        }
    }

    private static EntityState state(String function, List<Double> arguments) {
        long windowMs = function.startsWith("decayed") ? 1L << 32 : 1_000;
        return new ViewEngine(
                        TestingView.view(
                                0, List.of(aggregate(function, arguments, "x", true, TestingView.sliding(windowMs)))),
                        TestingView.SCHEMA)
                .newState();
    }
}
