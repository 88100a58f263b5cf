package io.streamgauge.store.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a feature is, computed from the raw events in arrival order with exact arithmetic, and how near one must come. */
final class BruteForce {

    private static final MathContext DIGITS = new MathContext(50);

    record Raw(long timeMs, @Nullable Double x) {}

    /** The exact value, null when missing, and the allowed distance from it. */
    record Answer(@Nullable Double value, double tolerance) {}

    private BruteForce() {}

    static List<Double> values(List<Raw> arrived, long t, long windowMs, long delayMs) {
        return arrived.stream()
                .filter(e -> e.timeMs() > t - windowMs - delayMs && e.timeMs() <= t - delayMs)
                .sorted(Comparator.comparingLong(Raw::timeMs)) // stable: ties stay in arrival order
                .map(Raw::x)
                .filter(Objects::nonNull)
                .toList();
    }

    static Answer answer(String kind, List<Double> values) {
        if (kind.equals("count")) {
            return new Answer((double) values.size(), 0);
        }
        if (values.size() < (kind.equals("stddev") ? 2 : 1)) {
            return new Answer(null, 0);
        }
        if (kind.equals("last")) {
            return new Answer(values.get(values.size() - 1), 0);
        }
        if (values.stream().anyMatch(x -> x.isNaN())) {
            return new Answer(Double.NaN, 0);
        }
        if (kind.equals("min") || kind.equals("max")) {
            return new Answer(
                    values.stream()
                            .reduce(kind.equals("min") ? Math::min : Math::max)
                            .orElseThrow(),
                    0);
        }
        if (values.stream().anyMatch(x -> x.isInfinite())) {
            double sum = values.stream().filter(x -> x.isInfinite()).reduce(0.0, Double::sum);
            return new Answer(kind.equals("stddev") ? Double.NaN : sum, 0);
        }
        return finite(kind, values.stream().map(BigDecimal::new).toList());
    }

    private static Answer finite(String kind, List<BigDecimal> values) {
        BigDecimal n = BigDecimal.valueOf(values.size());
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        double size = values.stream()
                .reduce(BigDecimal.ZERO, (s, x) -> s.add(x.abs()))
                .doubleValue();
        double cancelled = Math.pow(values.size() * 0x1p-53, 2) * Math.min(size, Double.MAX_VALUE);
        BigDecimal mean = sum.divide(n, DIGITS);
        return switch (kind) {
            case "sum" -> near(sum, 1, cancelled);
            case "mean" -> near(mean, 2, cancelled);
            default -> {
                BigDecimal spread = values.stream()
                        .map(x -> x.multiply(n).subtract(sum).pow(2)) // n (x - mean), exactly
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(n.multiply(n), DIGITS);
                BigDecimal deviation =
                        spread.divide(n.subtract(BigDecimal.ONE), DIGITS).sqrt(DIGITS);
                yield near(deviation, values.size() + 4, 0);
            }
        };
    }

    private static Answer near(BigDecimal exact, int ulps, double absolute) {
        double value = exact.doubleValue();
        return new Answer(value, Double.isInfinite(value) ? 0 : ulps * Math.ulp(value) + absolute);
    }
}
