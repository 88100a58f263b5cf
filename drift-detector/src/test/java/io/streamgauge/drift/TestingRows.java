package io.streamgauge.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A seeded stream of scored rows: fifteen inputs of the kinds a pipeline has (skewed amounts, counts, ratios, a night flag, a
 * weekend flag constant within a day, a constant, a sparse one) and a score. Amounts shift on a declared day.
 */
public final class TestingRows {

    public static final long DAY_MS = 86_400_000L;

    /** 2024-01-01T00:00:00Z, a Monday. */
    public static final long START_MS = 1_704_067_200_000L;

    public static final int PARTITIONS = 3;

    /** All of them. */
    public static final Set<Integer> FILLED = Set.of(0, 1, 2);

    /** Names of the values of a row, the score last. */
    public static final List<String> FEATURES = List.of(
            "amount",
            "weekend",
            "night",
            "count_1d",
            "count_7d",
            "count_30d",
            "mean_1d",
            "mean_7d",
            "mean_30d",
            "risk_1d",
            "risk_7d",
            "constant",
            "sparse",
            "ratio",
            "ordinal",
            "score");

    private final Random random;
    private final int rowsPerDay;
    private final int shiftDay;

    /** @param shiftDay first day, from 0, on which amounts are higher; beyond the last for none */
    public TestingRows(long seed, int rowsPerDay, int shiftDay) {
        this.random = new Random(seed);
        this.rowsPerDay = rowsPerDay;
        this.shiftDay = shiftDay;
    }

    /** One scored row as the job's source gives it. */
    public record Row(long eventTimeMs, int partition, long offset, List<Double> values) {

        /** The values as an array. */
        public double[] array() {
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /** All rows of the days {@code 0 .. days-1}, in order of time; row i is at offset i / 3 of partition i % 3. */
    public List<Row> days(int days) {
        List<Row> rows = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            for (int i = 0; i < rowsPerDay; i++) {
                long timeMs = START_MS + day * DAY_MS + i * DAY_MS / rowsPerDay;
                int n = rows.size();
                rows.add(new Row(timeMs, n % PARTITIONS, n / PARTITIONS, values(day, (double) i / rowsPerDay)));
            }
        }
        return rows;
    }

    private List<Double> values(int day, double timeOfDay) {
        double amount = Math.exp(3 + 0.8 * random.nextGaussian()) * (day >= shiftDay ? 2 : 1);
        double mean = 20 + 4 * random.nextGaussian();
        double count = 1 + random.nextInt(4);
        return List.of(
                amount,
                day % 7 >= 5 ? 1.0 : 0.0,
                timeOfDay < 7.0 / 24 ? 1.0 : 0.0,
                count,
                count * 6 + random.nextInt(5),
                count * 25 + random.nextInt(20),
                mean + 6 * random.nextGaussian(),
                mean + 2 * random.nextGaussian(),
                mean,
                random.nextInt(50) == 0 ? 1.0 : 0.0,
                random.nextInt(20) == 0 ? random.nextDouble() : 0.0,
                3.0,
                random.nextInt(5) == 0 ? Double.NaN : random.nextGaussian(),
                random.nextDouble(),
                (double) random.nextInt(12),
                1 / (1 + Math.exp(4 - amount / 40 + 0.3 * random.nextGaussian())));
    }
}
