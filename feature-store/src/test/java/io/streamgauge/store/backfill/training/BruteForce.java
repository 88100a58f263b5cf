package io.streamgauge.store.backfill.training;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Features by looking at every event there is. */
record BruteForce(List<Map<String, @Nullable String>> payments, List<Map<String, @Nullable String>> chargebacks) {

    private static final long DAY_MS = 86_400_000;

    /** The rows of a file with a time {@code at} that are good and, as on one partition, not too late. */
    static List<Map<String, @Nullable String>> read(
            Path file, long latenessMs, Predicate<Map<String, @Nullable String>> good) throws IOException {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        long greatest = Long.MIN_VALUE;
        for (Map<String, @Nullable String> row : TestingTrainingSet.read(file)) {
            long at = at(row);
            if (good.test(row) && (rows.isEmpty() || at >= greatest - latenessMs)) {
                greatest = Math.max(greatest, at);
                rows.add(row);
            }
        }
        return rows;
    }

    private static long at(Map<String, @Nullable String> row) {
        return Instant.parse(String.valueOf(row.get("at"))).toEpochMilli();
    }

    private static List<Map<String, @Nullable String>> in(
            List<Map<String, @Nullable String>> rows, String field, @Nullable String entity, long t, int days) {
        return rows.stream()
                .filter(row ->
                        String.valueOf(entity).equals(row.get(field)) && at(row) > t - days * DAY_MS && at(row) <= t)
                .toList();
    }

    String count(String field, @Nullable String entity, long t, int days) {
        return in(payments, field, entity, t, days).size() + ".0";
    }

    @Nullable
    String total(@Nullable String card, long t, int days) {
        List<Map<String, @Nullable String>> rows = in(payments, "card", card, t, days);
        return rows.isEmpty()
                ? null
                : Double.toString(rows.stream()
                        .map(row -> new BigDecimal(String.valueOf(row.get("amount"))))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .doubleValue());
    }

    String back(@Nullable String shop, long t, int days, int delayDays) {
        return in(chargebacks, "shop", shop, t - delayDays * DAY_MS, days).size() + ".0";
    }
}
