package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.policy.PartitionWatch.Progress;
import io.streamgauge.drift.state.PartitionsCodec;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionWatchTest {

    private static final int PARTITIONS = 4;

    private static final List<PartitionWatch.Gap> GAPS = List.of(new PartitionWatch.Gap(1000, 2000));

    private PartitionWatch watch = new PartitionWatch();

    /** A window of a second that all partitions but some silent ones bring 100 rows to, read by one subtask. */
    private MissingPartitions window(int second, int firstSilent) {
        for (int partition = 0; partition < firstSilent; partition++) {
            watch.closed(new Progress(partition, second * 1000L + 1200, 100), second * 1000L + 1000, second * 1000L);
        }
        for (int partition = firstSilent; partition < PARTITIONS; partition++) {
            watch.closed(new Progress(partition, 4200, 0), second * 1000L + 1000, second * 1000L);
        }
        MissingPartitions missing = watch.missing(second * 1000L, second * 1000L + 1000);
        watch.judged(second * 1000L, second * 1000L + 1000);
        return missing;
    }

    @Test
    void nothingIsMissingWhereEveryPartitionHasComeToTheEnd() {
        for (int second = 0; second < 4; second++) {
            assertThat(window(second, PARTITIONS)).isEqualTo(MissingPartitions.NONE);
        }
    }

    @Test
    void whatFallsSilentCountsForLessWithEachWindow() {
        for (int second = 0; second < 4; second++) {
            window(second, PARTITIONS);
        }
        assertThat(window(4, 3).share()).as("silent from 0.2 of the window on").isCloseTo(0.8 * 0.25, within(1e-9));
        for (int k = 1; k < 6; k++) {
            MissingPartitions missing = window(4 + k, 3);
            assertThat(missing.partitions()).containsExactly(3);
            double left = Math.pow(2, -k);
            assertThat(missing.share()).isCloseTo(left / (3 + left), within(0.01));
            assertThat(missing.enough()).isEqualTo(k >= 3);
        }
        for (int k = 6; k < 10; k++) {
            window(4 + k, 3);
        }
        assertThat(window(14, 3)).as("it brings nothing any more").isEqualTo(MissingPartitions.NONE);
    }

    /** Read by a subtask of its own, which is idle: the others do not wait. */
    @Test
    void whatIsIdleIsMissingUntilItHasCaughtUp() {
        watch.closed(new Progress(0, 1200, 100), 1000, 0);
        watch.closed(new Progress(1, 1200, 100), 1000, 0);
        watch.judged(0, 1000);
        watch.idle(new Progress(1, 1500, 10), 1000);
        watch.closed(new Progress(0, 3200, 100), 3000, 1000);
        assertThat(watch.missing(1000, 2000)).isEqualTo(new MissingPartitions(List.of(1), 0.25));
        assertThat(watch.missing(2000, 3000)).isEqualTo(new MissingPartitions(List.of(1), 0.5));
        // It is read again, and is behind: nobody waits for it until it has caught up.
        watch.closed(new Progress(1, 2200, 50), 2000, 3000);
        assertThat(watch.missing(3000, 4000).partitions()).containsExactly(1);
        watch.closed(new Progress(1, 4200, 50), 4000, 3000);
        assertThat(watch.missing(3000, 4000)).isEqualTo(MissingPartitions.NONE);
        assertThat(watch.missing(2000, 3000).partitions())
                .as("it came when that was judged")
                .containsExactly(1);
    }

    /** It comes back before a window is judged, or behind those that are judged meanwhile. */
    @Test
    void whatIsIdleAgainIsMissingFromItsLastRowOn() {
        watch.closed(new Progress(0, 1200, 100), 1000, 0);
        watch.closed(new Progress(1, 1200, 100), 1000, 0);
        watch.judged(0, 1000);
        watch.idle(new Progress(1, 1300, 10), 1000);
        watch.idle(new Progress(1, 1800, 50), 1000);
        assertThat(watch.missing(1000, 2000)).isEqualTo(new MissingPartitions(List.of(1), 0.1));
        watch.idle(new Progress(1, 2500, 60), 2000);
        assertThat(watch.missing(1000, 2000).share())
                .as("what came later is not in what was judged")
                .isCloseTo(0.1, within(1e-9));
        assertThat(watch.missing(2000, 3000)).isEqualTo(new MissingPartitions(List.of(1), 0.25));
        watch.idle(new Progress(1, 2900, 5), 4000);
        assertThat(watch.missing(3000, 4000))
                .as("it has not caught up")
                .isEqualTo(new MissingPartitions(List.of(1), 0.5));
        assertThat(watch.missing(2000, 3000).share()).isCloseTo(0.25, within(1e-9));
    }

    /** Bytes of the first version, which all later ones read: windows were judged to the end of the last at least. */
    @Test
    void bytesAreReadForEver() {
        String golden = "010000000300000000000005dc405e00000000000040540000000000000000000100000000000003e8"
                + "00000000000007d00000000000000bb8";
        assertThat(PartitionsCodec.decodeRemembered(HexFormat.of().parseHex(golden)))
                .isEqualTo(new PartitionWatch.Remembered(3, 1500, 120, 80, GAPS, 3000, 80, 3000));
    }

    @Test
    void bytesOfTheSecondVersionAreReadForEver() {
        PartitionWatch.Remembered one = new PartitionWatch.Remembered(3, 1500, 120, 80, GAPS, 3000, 90, 3500);
        String golden = "020000000300000000000005dc405e00000000000040540000000000000000000100000000000003e8"
                + "00000000000007d00000000000000bb840568000000000000000000000000dac";
        assertThat(HexFormat.of().formatHex(PartitionsCodec.encode(one))).isEqualTo(golden);
        assertThat(PartitionsCodec.decodeRemembered(HexFormat.of().parseHex(golden)))
                .isEqualTo(one);
    }

    /** The first report after a restart comes before the first watermark. */
    @Test
    void aGapEndsWhereWindowsWereJudgedBeforeARestart() {
        watch.closed(new Progress(0, 1200, 100), 1000, 0);
        watch.judged(0, 1000);
        watch.idle(new Progress(0, 1500, 100), 1000);
        watch.passed(3000);
        watch.passed(Long.MAX_VALUE);
        PartitionWatch before = watch;
        watch = new PartitionWatch();
        before.remembered()
                .forEach(one -> watch.restore(PartitionsCodec.decodeRemembered(PartitionsCodec.encode(one))));
        watch.closed(new Progress(0, 4200, 100), 4000, Long.MIN_VALUE);
        assertThat(watch.missing(2000, 3000)).isEqualTo(new MissingPartitions(List.of(0), 1));
        assertThat(watch.missing(3000, 4000)).isEqualTo(MissingPartitions.NONE);
    }

    /** The watch is one for all models, which are judged one after the other. */
    @Test
    void aSecondModelLacksTheSameInTheSameWindow() {
        for (int second = 0; second < 4; second++) {
            window(second, PARTITIONS);
        }
        for (int second = 4; second < 8; second++) {
            MissingPartitions first = window(second, 3);
            assertThat(first.partitions()).containsExactly(3);
            assertThat(watch.missing(second * 1000L, second * 1000L + 1000)).isEqualTo(first);
        }
    }

    /** Of 100 gaps of half a second each the 37 oldest become one. */
    @Test
    void tooManyGapsAreMissingForLongerAndNotForLess() {
        for (int second = 0; second < 100; second++) {
            watch.closed(new Progress(0, second * 1000L + 500, 1), second * 1000L + 1000, 0);
        }
        for (int second = 0; second < 100; second++) {
            double share = watch.missing(second * 1000L, second * 1000L + 1000).share();
            double part = second == 0 || second >= 37 ? 0.5 : 1;
            assertThat(share).as("second %d", second).isEqualTo(part);
        }
        assertThat(watch.remembered()).allSatisfy(one -> assertThat(one.gaps()).hasSize(64));
    }

    @Test
    void aRestartForgetsNothing() {
        for (int second = 0; second < 6; second++) {
            window(second, second < 4 ? PARTITIONS : 3);
        }
        PartitionWatch before = watch;
        watch = new PartitionWatch();
        before.remembered()
                .forEach(one -> watch.restore(PartitionsCodec.decodeRemembered(PartitionsCodec.encode(one))));
        assertThat(watch.missing(4000, 5000)).isEqualTo(before.missing(4000, 5000));
        assertThat(watch.missing(7000, 8000).partitions())
                .as("until they are told of again")
                .containsExactly(0, 1, 2, 3);
        watch.known(new Progress(2, 9000, 0));
        assertThat(watch.missing(7000, 8000).partitions())
                .as("one had come far before")
                .containsExactly(0, 1, 3);
        assertThat(window(6, 3).partitions()).containsExactly(3);
    }
}
