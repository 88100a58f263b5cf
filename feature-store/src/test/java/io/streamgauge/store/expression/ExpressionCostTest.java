package io.streamgauge.store.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints what expressions cost in CPU time, beside their units (docs/decisions/0004). */
@Tag("slow")
final class ExpressionCostTest {

    private static final List<String> TEXTS = List.of(
            "x",
            "x > 1.0",
            "x * 2",
            "x + y * z - w / 2.0",
            "x > 1.0 && y < 2.0 || z > 3.0 && ok",
            "ok ? x : y",
            "n % 7",
            "hour(t)",
            "hour(t) <= 6",
            "dayOfWeek(t) >= 6",
            "month(t)",
            "hour(t, 'Europe/Brussels')",
            "daysBetween(t, u)",
            "abs(x)",
            "clip(x, 0, 10)",
            "log(x)",
            "log2(x)",
            "exp(x)",
            "pow(x, 0.3)",
            "sin(turn(x, 24))",
            "haversine(x, y, z, w)",
            "bucket(x, [1, 2, 5, 10])",
            "hashBucket(s, 1000)",
            "s == 'abc'",
            "s.contains('ello')",
            "s.matches('wo.+d')",
            "size(s)",
            "lower(s)",
            "trim(s)",
            "substring(s, 0, 6)",
            "splitPart(s, ' ', 1)",
            "string(x)",
            "s + r",
            "timestamp('2018-04-01T00:00:00Z') < t",
            "has(x)",
            "coalesce(x, 0)",
            "x / coalesce(y, 1)",
            "log(coalesce(x / y, 1)) + z");

    /** Ends in an exception of CEL's, which no unit counts. */
    private static final String WITHOUT_RESULT = "n / 0";

    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("w", 4.35),
            Map.entry("x", 2.5),
            Map.entry("y", 50.85),
            Map.entry("z", 48.8),
            Map.entry("n", 42L),
            Map.entry("s", "Hello wonderful world of events."),
            Map.entry("r", "another text"),
            Map.entry("ok", true),
            Map.entry("t", Instant.parse("2018-04-01T06:59:31.250Z")),
            Map.entry("u", Instant.parse("2018-05-01T06:59:31.250Z")));

    @Test
    void printsNanosPerUnit() {
        double totalNanos = 0;
        int totalUnits = 0;
        for (int round = 0; round < 2; round++) {
            totalNanos = 0;
            totalUnits = 0;
            for (String text : TEXTS) {
                Expression expression = Expression.compile(text, TestingExpressions.TYPES);
                double nanos = nanos(expression, round == 0 ? 100 : 400);
                totalNanos += nanos;
                totalUnits += expression.costUnits();
                if (round == 1) {
                    System.out.printf(
                            "%6.0f ns %4d units %5.1f ns/unit  %s%n",
                            nanos, expression.costUnits(), nanos / expression.costUnits(), text);
                }
            }
        }
        Expression without = Expression.compile(WITHOUT_RESULT, TestingExpressions.TYPES);
        System.out.printf("%6.0f ns to find that there is no %s%n", nanos(without, 400), WITHOUT_RESULT);
        System.out.printf("%6.1f ns a unit over all%n", totalNanos / totalUnits);
        assertThat(totalNanos / totalUnits).isBetween(1.0, 1_000.0);
    }

    @Test
    void printsTheTimeToCompile() {
        for (int round = 0; round < 20; round++) {
            long start = cpuNanos();
            for (String text : TEXTS) {
                assertThat(Expression.compile(text, TestingExpressions.TYPES).costUnits())
                        .isPositive();
            }
            System.out.printf("%6.0f us to compile one%n", (cpuNanos() - start) / 1e3 / TEXTS.size());
        }
    }

    private static double nanos(Expression expression, long millis) {
        @Nullable
        Object[] values = expression.variables().stream().map(VALUES::get).toArray();
        long start = cpuNanos();
        long done = 0;
        int present = 0;
        while (cpuNanos() - start < millis * 1_000_000) {
            for (int i = 0; i < 1_000; i++) {
                present += expression.evaluate(values) == null ? 0 : 1;
            }
            done += 1_000;
        }
        assertThat(present).isBetween(0, (int) done);
        return (double) (cpuNanos() - start) / done;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
