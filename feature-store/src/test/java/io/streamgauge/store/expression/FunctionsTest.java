package io.streamgauge.store.expression;

import static io.streamgauge.store.expression.TestingExpressions.evaluate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each function against plain Java, other people's values, or what its sentence in the reference says. */
final class FunctionsTest {

    private static double number(String text, Map<String, ?> values) {
        return ((Number) Objects.requireNonNull(evaluate(text, values), text)).doubleValue();
    }

    private static double number(String text) {
        return number(text, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "missing",
            value = {
                "clip(5, 0, 3) | 3",
                "clip(-5, 0.5, 3) | 0.5",
                "clip(2, 0, 3) | 2",
                "clip(x, 3, x) | missing",
                "round(2.5) + round(3.5) + round(-2.5) | 4",
                "round(0.49999999999999994) | 0",
                "sign(-3) + sign(0) + 2 * sign(0.1) | 1",
                "log2(8) | 3",
                "log2(0.5) | -1",
                "log2(536870912) | 29",
                "log2(4.9e-324) | -1074",
                "log2(0) | missing",
                "log2(-1) | missing",
                "log10(1000) | 3",
                "log10(0) | missing",
                "log1p(1e-20) | 1e-20",
                "log1p(-1) | missing",
                "exp(0) | 1",
                "exp(1000) | missing",
                "sqrt(-1) | missing",
                "cos(0) | 1",
                "cos(turn(6, 12)) | -1",
                "turn(1, 0) | missing",
                "bucket(9.99, [10, 100]) | 0",
                "bucket(10, [10, 100]) | 1",
                "bucket(100.5, [10, 100.5]) | 2",
                "bucket(x, [-1.5, 0]) | 2",
                "bucket(log(-x), [0]) | missing",
                "haversine(91, 0, 0, 0) | missing",
                "haversine(0, 0, 0, 0) | 0",
                "size('äö😀') | 3",
            })
    void numbers(String text, @Nullable Double expected) {
        Object value = evaluate(text, Map.of("x", 1.0));
        assertThat(value == null ? null : (Double) ((Number) value).doubleValue())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "missing",
            value = {
                "lower('ÄB c') | äb c",
                "upper('straße') | STRASSE",
                "trim('  a b ') | a b",
                "substring('abcdef', 2) | cdef",
                "substring('abcdef', 2, 4) | cd",
                "substring('a😀bc', 1, 3) | 😀b",
                "substring('abc', 1, 99) | bc",
                "substring('abc', -5, 1) | a",
                "substring('abc', 2, 1) + '.' | .",
                "splitPart('me@example.org', '@', 1) | example.org",
                "splitPart('a.b.c', '.', -1) | c",
                "splitPart('a.b.c', '.', -3) | a",
                "splitPart('a.b.c', '.', -4) | missing",
                "splitPart('a.b.c', '.', 3) | missing",
                "splitPart('a.b.c', '', 0) | missing",
                "splitPart('a--b', '--', 1) | b",
                "splitPart('abc', ',', 0) | abc",
            })
    void texts(String text, @Nullable String expected) {
        assertThat(evaluate(text, Map.of())).isEqualTo(expected);
    }

    /** Distances by formula (Vincenty's for a sphere), which is well conditioned everywhere. */
    @Property(tries = 300)
    void haversine(
            @ForAll @DoubleRange(min = -90, max = 90) double lat1,
            @ForAll @DoubleRange(min = -180, max = 180) double lon1,
            @ForAll @DoubleRange(min = -90, max = 90) double lat2,
            @ForAll @DoubleRange(min = -180, max = 180) double lon2) {
        double p = Math.toRadians(lat1);
        double q = Math.toRadians(lat2);
        double l = Math.toRadians(lon2 - lon1);
        double y = Math.hypot(
                Math.cos(q) * Math.sin(l), Math.cos(p) * Math.sin(q) - Math.sin(p) * Math.cos(q) * Math.cos(l));
        double x = Math.sin(p) * Math.sin(q) + Math.cos(p) * Math.cos(q) * Math.cos(l);

        double km = number("haversine(x, y, z, w)", Map.of("x", lat1, "y", lon1, "z", lat2, "w", lon2));

        assertThat(km).isCloseTo(6371.0088 * Math.atan2(y, x), within(1e-3));
    }

    @Test
    void haversineOfKnownPlaces() {
        // A quarter and half of a great circle of radius 6371.0088 km.
        assertThat(number("haversine(0, 0, 90, 0)")).isCloseTo(10007.5572, within(1e-4));
        assertThat(number("haversine(0, 0, 0, 180)")).isCloseTo(20015.1145, within(1e-4));
        assertThat(number("haversine(10, 179.5, 10, -179.5)"))
                .isCloseTo(number("haversine(10, 0, 10, 1)"), within(1e-9));
        assertThat(number("haversine(50.85, 4.35, 48.8566, 2.3522)")).isCloseTo(263.9, within(0.5));
    }

    @Property(tries = 300)
    void numbersAgainstJava(
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double x,
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double y) {
        Map<String, Double> values = Map.of("x", x, "y", y);
        assertThat(number("clip(x, min(y, 5), max(y, 5))", values))
                .isEqualTo(x < Math.min(y, 5) ? Math.min(y, 5) : x > Math.max(y, 5) ? Math.max(y, 5) : x);
        assertThat(number("round(x / 2)", values))
                .isEqualTo(new BigDecimal(x / 2)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .doubleValue());
        assertThat(number("log2(abs(x) + 1)", values))
                .isCloseTo(Math.log(Math.abs(x) + 1) / Math.log(2), within(1e-13));
        assertThat(number("log2(x * x + 1e-9)", values)).isCloseTo(Math.log(x * x + 1e-9) / Math.log(2), within(1e-13));
        assertThat(number("sin(turn(x, 24))", values)).isEqualTo(StrictMath.sin(2 * Math.PI * x / 24));
        assertThat(number("pow(abs(x), 0.3)", values)).isEqualTo(StrictMath.pow(Math.abs(x), 0.3));
        assertThat(number("sign(x)", values)).isEqualTo(x > 0 ? 1.0 : x < 0 ? -1.0 : x);
    }

    @Property(tries = 200)
    void buckets(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = -50, max = 50) Integer> edges,
            @ForAll @IntRange(min = -60, max = 60) int n) {
        List<Integer> sorted = edges.stream().distinct().sorted().toList();
        long below = sorted.stream().filter(edge -> edge <= n).count();

        assertThat(evaluate("bucket(n, " + sorted + ")", Map.of("n", (long) n))).isEqualTo(below);
    }

    @Property(tries = 300)
    void hashBucketIsKafkasPartition(
            @ForAll @StringLength(max = 20) String key, @ForAll long number, @ForAll @IntRange(min = 1) int n) {
        byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.UTF_8);

        assertThat(evaluate("hashBucket(s, n)", Map.of("s", key, "n", (long) n)))
                .isEqualTo((long) Utils.toPositive(Utils.murmur2(utf8)) % n);
        assertThat(evaluate("hashBucket(m, n)", Map.of("m", number, "n", (long) n)))
                .isEqualTo((long) Utils.toPositive(Utils.murmur2(digits)) % n);
    }

    /** Kept for ever: a model is trained on these buckets. */
    @Test
    void hashBucketGolden() {
        assertThat(evaluate("hashBucket('', 1000)", Map.of())).isEqualTo(681L);
        assertThat(evaluate("hashBucket('a', 1000)", Map.of())).isEqualTo(524L);
        assertThat(evaluate("hashBucket('customer-42', 1000)", Map.of())).isEqualTo(153L);
        assertThat(evaluate("hashBucket('Zürich', 1000)", Map.of())).isEqualTo(833L);
        assertThat(evaluate("hashBucket(42, 1000)", Map.of())).isEqualTo(972L);
        assertThat(evaluate("hashBucket('a', n)", Map.of("n", 0L))).isNull();
    }

    @Property(tries = 300)
    void timePartsAgainstJavaTime(
            @ForAll @LongRange(min = -4_000_000_000_000L, max = 8_000_000_000_000L) long ms,
            @ForAll @IntRange(min = 0, max = 4) int which) {
        String zone = List.of("UTC", "Europe/Brussels", "America/New_York", "Asia/Kolkata", "-03:30")
                .get(which);
        Instant time = Instant.ofEpochMilli(ms);
        ZonedDateTime local = time.atZone(ZoneId.of(zone));
        Map<String, Long> parts = Map.of(
                "year", (long) local.getYear(),
                "month", (long) local.getMonthValue(),
                "dayOfMonth", (long) local.getDayOfMonth(),
                "dayOfYear", (long) local.getDayOfYear(),
                "dayOfWeek", (long) local.getDayOfWeek().getValue(),
                "hour", (long) local.getHour(),
                "minute", (long) local.getMinute(),
                "second", (long) local.getSecond());

        parts.forEach((part, expected) -> {
            assertThat(evaluate(part + "(t, '" + zone + "')", Map.of("t", time)))
                    .as(part)
                    .isEqualTo(expected);
            assertThat(evaluate(part + "(t, s)", Map.of("t", time, "s", zone)))
                    .as(part)
                    .isEqualTo(expected);
            if (zone.equals("UTC")) {
                assertThat(evaluate(part + "(t)", Map.of("t", time))).as(part).isEqualTo(expected);
            }
        });
    }

    @Test
    void clockChangeInAZone() {
        // Brussels went from 02:00 to 03:00 on 25 March 2018, at 01:00 UTC.
        assertThat(evaluate("hour(timestamp('2018-03-25T00:59:59Z'), 'Europe/Brussels')", Map.of()))
                .isEqualTo(1L);
        assertThat(evaluate("hour(timestamp('2018-03-25T01:00:00Z'), 'Europe/Brussels')", Map.of()))
                .isEqualTo(3L);
        assertThat(evaluate("hour(t, s)", Map.of("t", Instant.EPOCH, "s", "Mars/Olympus")))
                .isNull();
    }

    @Test
    void timeBetween() {
        Instant t = Instant.parse("2018-04-01T12:00:00Z");
        Instant u = Instant.parse("2018-04-03T00:00:00.250Z");
        assertThat(number("secondsBetween(t, u)", Map.of("t", t, "u", u))).isEqualTo(36 * 3600 + 0.25);
        assertThat(number("secondsBetween(u, t)", Map.of("t", t, "u", u))).isEqualTo(-36 * 3600 - 0.25);
        assertThat(number("daysBetween(t, u)", Map.of("t", t, "u", t.plusSeconds(36 * 3600))))
                .isEqualTo(1.5);
    }

    @Property(tries = 300)
    void substringsCountCodePoints(
            @ForAll @StringLength(max = 12) String text,
            @ForAll @IntRange(min = -3, max = 15) int from,
            @ForAll @IntRange(min = -3, max = 15) int to) {
        int[] points = text.codePoints().toArray();
        int start = Math.max(0, Math.min(from, points.length));
        int end = Math.max(start, Math.min(to, points.length));
        String expected = new String(points, start, end - start);

        assertThat(evaluate("substring(s, n, m)", Map.of("s", text, "n", (long) from, "m", (long) to)))
                .isEqualTo(expected);
    }

    @Property(tries = 300)
    void partsAgainstSplit(
            @ForAll @StringLength(max = 12) @Chars({'a', ',', ';'}) String text,
            @ForAll @IntRange(min = -6, max = 6) int index) {
        List<String> parts = Arrays.asList(text.split(",", -1));
        int at = index < 0 ? parts.size() + index : index;
        String expected = at >= 0 && at < parts.size() ? parts.get(at) : null;

        assertThat(evaluate("splitPart(s, ',', n)", Map.of("s", text, "n", (long) index)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hour(t, 'Europe/Brusels') | at column 9: unknown time zone 'Europe/Brusels'; did you mean"
                        + " 'Europe/Brussels'?",
                "bucket(x, [1, 1]) | numbers written out in ascending order",
                "bucket(x, [2, 1.5]) | numbers written out in ascending order",
                "bucket(x, []) | numbers written out in ascending order",
                "bucket(x, [y]) | numbers written out in ascending order",
                "bucket(x, ['a']) | numbers written out in ascending order",
                "hashBucket(s, 0) | 'hashBucket' takes at least 1 bucket",
                "hashBucket(x, 10) | 'hashBucket' does not take double and long; it is written hashBucket(key, n)",
                "clip(x, 2, 1) | the lower bound of 'clip' is above the upper one",
                "coalesce(clip(x, 2, 1), 3) | the lower bound of 'clip' is above the upper one",
                "haversine(x, y, z) | 'haversine' does not take double and double and double; it is written"
                        + " haversine(lat1, lon1, lat2, lon2)",
                "t.hour() | 'hour' is written hour(time[, zone]), without a dot",
                "lowr(s) | unknown name 'lowr'; did you mean 'lower'?",
            })
    void refused(String text, String expected) {
        assertThatThrownBy(() -> evaluate(text, Map.of()))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(expected);
    }
}
