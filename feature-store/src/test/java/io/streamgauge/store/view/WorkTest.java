package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.aggregate.Extreme;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many values reads look at, counted: windows of many values cost no more than those of few. Each result is held to a scan. */
class WorkTest {

    private static final int VALUES = 100_000;
    private static final long SEED = 20_261_101;

    /** Counts what is read of it. */
    private static final class Counted extends Series {

        private long read;

        Counted() {
            super(true);
        }

        @Override
        long timeMs(long sequence) {
            read++;
            return super.timeMs(sequence);
        }

        @Override
        double value(long sequence) {
            read++;
            return super.value(sequence);
        }
    }

    @Test
    void aSessionOfManyValuesIsNotScanned() {
        Counted series = new Counted();
        WindowStart session = new WindowStart.Session(10, 1L << 40);
        long hint = 0;
        for (int i = 0; i < VALUES; i++) {
            series.append(i, 1);
            hint = session.of(series, series.end(), i, hint);
        }
        assertThat(hint).isZero();
        assertThat(series.read).as("values looked at, %d events", VALUES).isLessThan(8L * VALUES);
    }

    @Test
    void sessionsBeginWhereAScanFindsThem() {
        Random random = new Random(SEED);
        Series series = new Series(true);
        WindowStart.Session session = new WindowStart.Session(5, 400);
        long nowMs = 0;
        long hint = 0;
        int sessions = 0;
        for (int i = 0; i < 20_000; i++) {
            nowMs += random.nextInt(8);
            long sequence = series.insert(nowMs - (random.nextInt(3) == 0 ? random.nextInt(60) : 0), i);
            chunkless(series, nowMs - 500);
            assertThat(sequence).isNotNegative();
            long end = series.endOf(nowMs - random.nextInt(50), series.end());
            long endMs = end == series.first() ? nowMs : series.timeMs(end - 1) + random.nextInt(7);
            long found = session.of(series, end, endMs, hint);
            assertThat(found)
                    .as("session at %d, step %d, seed %d", endMs, i, SEED)
                    .isEqualTo(scanned(series, end, endMs));
            hint = found;
            sessions += found == end - 1 ? 1 : 0;
        }
        assertThat(sessions).as("some of one value").isGreaterThan(100);
    }

    private static void chunkless(Series series, long upToMs) {
        series.dropBefore(Math.max(series.first(), series.upTo(upToMs, series.first())));
    }

    private static long scanned(Series series, long end, long endMs) {
        long oldest = series.first();
        while (oldest < end && series.timeMs(oldest) <= endMs - 400) {
            oldest++;
        }
        if (oldest >= end || series.timeMs(end - 1) < endMs - 5) {
            return end;
        }
        long start = end - 1;
        while (start > oldest && series.timeMs(start) - series.timeMs(start - 1) <= 5) {
            start--;
        }
        return start;
    }

    /** Each value is the greatest so far, and every tenth event is late: what it reads ends before the newest value. */
    @Test
    void theGreatestOfARisingSeriesIsNotScannedForWhenEventsAreLate() {
        Counted series = new Counted();
        MonotoneQueue queue = new MonotoneQueue(new Extreme(true), 0, 1);
        for (int i = 0; i < VALUES; i++) {
            long timeMs = 10L * i;
            if (i % 10 == 9) {
                long late = series.insert(timeMs - 155, i - 15.5);
                queue.inserted(series, late);
                assertThat(queue.read(series, 0, 0, late + 1)).isEqualTo(i - 15.5);
            } else {
                series.append(timeMs, i);
                assertThat(queue.read(series, 0, 0, series.end())).isEqualTo(i);
            }
        }
        assertThat(series.read).as("values looked at, %d events", VALUES).isLessThan(40L * VALUES);
    }

    @Test
    void extremesOfThePastAreThoseOfAScan() {
        Random random = new Random(SEED);
        for (boolean greatest : new boolean[] {true, false}) {
            Extreme extreme = new Extreme(greatest);
            Series series = new Series(true);
            MonotoneQueue queue = new MonotoneQueue(extreme, 0, 1);
            long nowMs = 0;
            for (int i = 0; i < 6_000; i++) {
                nowMs += random.nextInt(4);
                double value = random.nextInt(40) == 0 ? Double.NaN : i / 50 + random.nextInt(100);
                long sequence = series.insert(nowMs - (random.nextInt(5) == 0 ? random.nextInt(3_000) : 0), value);
                if (sequence < series.end() - 1) {
                    queue.inserted(series, sequence);
                }
                long dropped = Math.max(series.first(), series.upTo(nowMs - 6_000, series.first()));
                queue.dropBefore(dropped);
                series.dropBefore(dropped);
                long start = series.first() + random.nextInt(series.size());
                long to = start + 1 + random.nextInt((int) (series.end() - start));
                double expected = series.value(start);
                for (long at = start + 1; at < to; at++) {
                    expected = extreme.of(expected, series.value(at));
                }
                assertThat(queue.read(series, 0, start, to))
                        .as("[%d, %d), step %d, seed %d", start, to, i, SEED)
                        .isEqualTo(Double.valueOf(expected));
            }
        }
    }
}
