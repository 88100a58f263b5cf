package io.streamgauge.store.view;

import io.streamgauge.store.view.BruteForce.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded streams with ties, nulls, gaps and events out of order. */
final class RandomEvents {

    /** What the values look like. */
    enum Values {
        /** Amounts with two decimals. */
        MONEY,
        /** Small differences far from zero. */
        FAR_FROM_ZERO,
        /** Any finite double: subnormal to largest, both signs and both zeros. */
        ANY_FINITE,
        /** Money with NaN, infinities and zeros of both signs among it. */
        SPECIAL
    }

    private RandomEvents() {}

    /** Events in order of arrival, each at most {@code latenessMs} behind the greatest time before it. */
    static List<Raw> of(Values values, int count, long latenessMs, long seed) {
        Random random = new Random(seed);
        List<Raw> events = new ArrayList<>();
        long greatestMs = 1_000_000;
        for (int i = 0; i < count; i++) {
            greatestMs += random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(6);
            long behindMs = random.nextInt(3) == 0 ? (long) (random.nextDouble() * (latenessMs + 1)) : 0;
            events.add(new Raw(greatestMs - behindMs, random.nextInt(8) == 0 ? null : value(values, random)));
        }
        return events;
    }

    private static @Nullable Double value(Values values, Random random) {
        double money = Math.rint(random.nextDouble() * 30_000) / 100;
        return switch (values) {
            case MONEY -> money;
            case FAR_FROM_ZERO -> 1e12 + money;
            case ANY_FINITE -> anyFinite(random);
            case SPECIAL ->
                switch (random.nextInt(60)) {
                    case 0 -> Double.NaN;
                    case 1 -> Double.POSITIVE_INFINITY;
                    case 2 -> Double.NEGATIVE_INFINITY;
                    case 3, 4, 5, 6 -> -0.0;
                    case 7, 8, 9, 10 -> 0.0;
                    default -> money - 150;
                };
        };
    }

    private static double anyFinite(Random random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return switch (random.nextInt(12)) {
            case 0 -> -0.0;
            case 1 -> Double.MAX_VALUE * (random.nextBoolean() ? 1 : -1);
            case 2 -> Double.MIN_VALUE;
            default -> Double.isFinite(any) ? any : 1;
        };
    }
}
