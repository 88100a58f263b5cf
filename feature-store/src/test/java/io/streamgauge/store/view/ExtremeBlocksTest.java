package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.aggregate.Extreme;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtremeBlocksTest {

    @Test
    void aBlockWhoseValuesWereLetGoOfIsNotMade() {
        Series series = new Series(true);
        ExtremeBlocks blocks = new ExtremeBlocks(new Extreme(true));
        for (int i = 0; i < 640; i++) {
            series.append(i, i);
        }
        assertThat(blocks.over(series, 320, 640)).isEqualTo(639);
        blocks.dropBefore(453);
        series.dropBefore(453);
        for (int i = 640; i < 3_000; i++) {
            series.append(i, i);
        }
        blocks.inserted(series.insert(453, 0.5));
        assertThat(blocks.over(series, 480, 1_280)).isEqualTo(1_278);
    }

    @Test
    void anyRunIsThatOfAScanWhateverWasLetGoOfAndPutIn() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Extreme extreme = new Extreme(random.nextBoolean());
            Series series = new Series(true);
            ExtremeBlocks blocks = new ExtremeBlocks(extreme);
            long nowMs = 0;
            for (int step = 0; step < 400; step++) {
                int more = random.nextInt(random.nextInt(10) == 0 ? 3_000 : 60);
                for (int i = 0; i <= more; i++) {
                    series.append(++nowMs, random.nextInt(1_000));
                }
                if (random.nextInt(3) == 0) {
                    long timeMs = nowMs - random.nextInt(Math.min(series.size(), 2_000));
                    blocks.inserted(series.insert(timeMs, random.nextInt(1_000)));
                }
                if (random.nextInt(4) == 0) {
                    long first = series.first() + random.nextInt(series.size());
                    blocks.dropBefore(first);
                    series.dropBefore(first);
                }
                long start = series.first() + random.nextInt(series.size());
                long to = start + 1 + random.nextInt((int) (series.end() - start));
                double expected = series.value(start);
                for (long at = start + 1; at < to; at++) {
                    expected = extreme.of(expected, series.value(at));
                }
                assertThat(blocks.over(series, start, to))
                        .as("[%d, %d), seed %d, step %d", start, to, seed, step)
                        .isEqualTo(expected);
            }
        }
    }
}
