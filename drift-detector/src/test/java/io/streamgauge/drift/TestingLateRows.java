package io.streamgauge.drift;

import io.streamgauge.drift.TestingRows.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/** Rows of which some come late, and by whom they are late, decided the simple way. */
final class TestingLateRows {

    private record Delivery(long arrivalMs, Row row) {}

    /** How a row comes. */
    enum Fate {
        ON_TIME,
        LATE,
        TOO_LATE
    }

    private TestingLateRows() {}

    /**
     * The same rows, some of them delayed, in the order in which they come; offsets are given in that order.
     *
     * @param fromMs rows of before come on time
     * @param share of those after that are delayed
     * @param mostMs greatest delay
     */
    static List<Row> delayed(List<Row> rows, long seed, long fromMs, double share, long mostMs) {
        Random random = new Random(seed);
        return arriving(rows, row -> {
            boolean delayed = row.eventTimeMs() >= fromMs && random.nextDouble() < share;
            return row.eventTimeMs() + (delayed ? (long) (random.nextDouble() * mostMs) : 0);
        });
    }

    /** The same rows in the order of the moments at which they come. */
    static List<Row> arriving(List<Row> rows, ToLongFunction<Row> arrivalMs) {
        List<Delivery> deliveries = new ArrayList<>();
        for (Row row : rows) {
            deliveries.add(new Delivery(arrivalMs.applyAsLong(row), row));
        }
        deliveries.sort(Comparator.comparingLong(Delivery::arrivalMs));
        Map<Integer, Long> offsets = new HashMap<>();
        return deliveries.stream()
                .map(Delivery::row)
                .map(row -> new Row(
                        row.eventTimeMs(),
                        row.partition(),
                        offsets.merge(row.partition(), 1L, Long::sum) - 1,
                        row.values()))
                .toList();
    }

    /** What becomes of each row, partition by partition in the order in which they come. */
    static List<Fate> fates(List<Row> rows, long latenessMs, long correctionsMs) {
        Map<Integer, Long> latest = new HashMap<>();
        return rows.stream()
                .map(row -> {
                    long behindMs = latest.merge(row.partition(), row.eventTimeMs(), Math::max) - row.eventTimeMs();
                    return behindMs <= latenessMs
                            ? Fate.ON_TIME
                            : behindMs <= latenessMs + correctionsMs ? Fate.LATE : Fate.TOO_LATE;
                })
                .toList();
    }
}
