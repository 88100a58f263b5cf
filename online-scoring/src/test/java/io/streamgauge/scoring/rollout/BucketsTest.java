package io.streamgauge.scoring.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.BucketRange;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketsTest {

    /** Computed by another program from the definition; they must never change. */
    @Test
    void bucketsAreTheSameForEver() {
        assertThat(Buckets.of("", "")).isEqualTo(722_706);
        assertThat(Buckets.of("fraud/1", "58")).isEqualTo(379_499);
        assertThat(Buckets.of("fraud/1", "59")).isEqualTo(371_108);
        assertThat(Buckets.of("fraud/2", "58")).isEqualTo(851_275);
        assertThat(Buckets.of("cards/7", "caf\u00e9,\\,x")).isEqualTo(400_259);
    }

    /** Chi-square of 100 classes over consecutive numbers: 99 degrees of freedom, within mean and five standard deviations. */
    @Test
    void entitiesFallIntoBucketsEvenly() {
        for (int salt = 0; salt < 20; salt++) {
            int[] counts = new int[100];
            for (int entity = 0; entity < 20_000; entity++) {
                counts[Buckets.of("s" + salt, Integer.toString(entity)) / (Buckets.COUNT / 100)]++;
            }
            double chiSquare = 0;
            for (int count : counts) {
                chiSquare += (count - 200.0) * (count - 200.0) / 200.0;
            }
            assertThat(chiSquare).as("salt s%d", salt).isBetween(99 - 5 * 14.07, 99 + 5 * 14.07);
        }
    }

    @Test
    void aShareThatGrowsKeepsWhatItHas() {
        BitSet others = new BitSet();
        others.set(50_000, 100_000);
        List<BucketRange> five = Buckets.resized(List.of(), others, 50_000);
        assertThat(five).containsExactly(new BucketRange(0, 50_000));
        List<BucketRange> ten = Buckets.resized(five, others, 100_000);
        assertThat(ten).containsExactly(new BucketRange(0, 50_000), new BucketRange(100_000, 150_000));
        assertThat(Buckets.resized(ten, others, 50_000)).isEqualTo(five);
        assertThat(Buckets.resized(ten, others, 60_000))
                .containsExactly(new BucketRange(0, 50_000), new BucketRange(100_000, 110_000));
        assertThat(Buckets.size(ten)).isEqualTo(100_000);
    }
}
