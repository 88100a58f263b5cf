package io.streamgauge.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Lower confidence bounds that hold at all times at once, by simulation, and against their definition. */
class BettingBoundTest {

    private static final long SEED = 20261122;

    @Test
    void theWealthIsThatOfItsGamblers() {
        BettingBound bound = new BettingBound(-1);
        double[] numbers = {1, 0.25, -0.5, 1, 0.75};
        for (double number : numbers) {
            bound.add(number, 1);
        }
        double wealth = 0;
        for (int gambler = 0; gambler < 9; gambler++) {
            double stake = 0.8 / Math.pow(2.6, gambler);
            double its = 1;
            for (double number : numbers) {
                its *= 1 - stake + stake * (number + 1) / (0.2 + 1);
            }
            wealth += its / 9;
        }
        assertThat(bound.reaches(0.2, 1 / wealth * (1 + 1e-9))).isTrue();
        assertThat(bound.reaches(0.2, 1 / wealth * (1 - 1e-9))).isFalse();
    }

    @Test
    void theBoundIsWhereTheLimitIsReached() {
        BettingBound bound = BettingBound.ofShare(40, 1_000);
        double atLeast = bound.atLeast(0.01);
        assertThat(atLeast).isBetween(0.02, 0.035);
        assertThat(bound.reaches(atLeast, 0.01)).isTrue();
        assertThat(bound.reaches(atLeast + 1e-9, 0.01)).isFalse();
        assertThat(BettingBound.ofShare(0, 1_000).atLeast(0.01)).isZero();
        assertThat(BettingBound.ofShare(0, 0).atLeast(0.01)).isZero();
        assertThat(BettingBound.ofShare(1_000, 1_000).atLeast(0.01)).isBetween(0.98, 0.995);
    }

    /** Of 4,000 streams of 1,000 numbers, looked at after each, whose share is just the limit. */
    @Test
    void lookedAtAllTheTimeItIsWrongAsSeldomAsItSays() {
        SplittableRandom random = new SplittableRandom(SEED);
        double alpha = 0.1;
        for (double share : new double[] {0.02, 0.2}) {
            int wrong = 0;
            int atTheEnd = 0;
            for (int stream = 0; stream < 4_000; stream++) {
                wrong += everReaches(random, share, alpha, 1_000) ? 1 : 0;
                atTheEnd +=
                        BettingBound.ofShare(hits(random, share, 1_000), 1_000).reaches(share, alpha) ? 1 : 0;
            }
            System.out.printf("share %.2f: %d of 4000 ever, %d at the end%n", share, wrong, atTheEnd);
            assertThat(wrong / 4_000.0).as("share %s, seed %d", share, SEED).isBetween(0.02, 0.1);
            assertThat(atTheEnd).as("looking once is wrong less often").isLessThan(wrong);
        }
    }

    private static boolean everReaches(SplittableRandom random, double share, double alpha, int numbers) {
        long hits = 0;
        for (int i = 1; i <= numbers; i++) {
            boolean hit = random.nextDouble() < share;
            hits += hit ? 1 : 0;
            // Without a hit wealth falls.
            if (hit && BettingBound.ofShare(hits, i).reaches(share, alpha)) {
                return true;
            }
        }
        return false;
    }

    private static long hits(SplittableRandom random, double share, int numbers) {
        return random.doubles(numbers).filter(one -> one < share).count();
    }

    @Test
    void aMeanOfNumbersBelowZeroToo() {
        SplittableRandom random = new SplittableRandom(SEED);
        BettingBound bound = new BettingBound(-1);
        for (int i = 0; i < 10_000; i++) {
            bound.add(random.nextInt(-4, 5) / 4.0, 1);
        }
        assertThat(bound.atLeast(0.01)).isCloseTo(0, Offset.offset(0.05)).isNegative();
    }
}
