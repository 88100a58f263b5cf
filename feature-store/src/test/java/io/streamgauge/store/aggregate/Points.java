package io.streamgauge.store.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random runs of values in the order of time: with ties of time and of value, zeros of both signs, and extremes. */
enum Points {
    /** Amounts in cents. */
    AMOUNTS {
        @Override
        double value(Random random) {
            return random.nextInt(2_000_001) / 100.0 - 5_000;
        }
    },
    /** Few values, often equal. */
    FEW {
        @Override
        double value(Random random) {
            return random.nextInt(4) - 1;
        }
    },
    /** Far from zero, near each other. */
    CANCELLING {
        @Override
        double value(Random random) {
            return 1e15 + random.nextInt(9) / 8.0;
        }
    },
    /** Finite ones of every size. */
    FINITE {
        @Override
        double value(Random random) {
            double value = Double.longBitsToDouble(random.nextLong());
            return Math.abs(value) <= Double.MAX_VALUE ? value : 0x1p-1074;
        }
    },
    /** All there are. */
    ANY {
        @Override
        double value(Random random) {
            return switch (random.nextInt(14)) {
                case 0 -> Double.NaN;
                case 1 -> Double.POSITIVE_INFINITY;
                case 2 -> Double.NEGATIVE_INFINITY;
                case 3 -> -0.0;
                case 4 -> 0.0;
                case 5 -> Double.MAX_VALUE;
                case 6 -> -Double.MAX_VALUE;
                case 7 -> Double.MIN_VALUE;
                default -> FINITE.value(random);
            };
        }
    };

    static final long START_MS = 1_700_000_000_000L;

    abstract double value(Random random);

    List<Point> run(Random random, int size) {
        List<Point> points = new ArrayList<>();
        long timeMs = START_MS + random.nextInt(1_000_000);
        int step = 1 << random.nextInt(28);
        for (int i = 0; i < size; i++) {
            timeMs += random.nextInt(4) == 0 ? 0 : random.nextInt(step);
            double value = i > 0 && random.nextInt(4) == 0
                    ? points.get(random.nextInt(i)).value()
                    : value(random);
            points.add(new Point(timeMs, value));
        }
        return points;
    }
}
