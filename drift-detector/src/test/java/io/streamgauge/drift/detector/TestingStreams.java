package io.streamgauge.drift.detector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Streams that detectors have been run over by others. D streams need no generator but the one written here; S streams are published by seed. */
final class TestingStreams {

    private static final String VECTORS = "shared/data/reference-vectors";

    private TestingStreams() {}

    static double[] named(String name) {
        TestingPython seed42 = new TestingPython(42);
        TestingPython seed12345 = new TestingPython(12345);
        TestingNumpy numpy = new TestingNumpy(12345);
        return switch (name) {
            case "D0" -> of(2000, i -> i < 1000 ? 0 : 1);
            case "D1" -> of(1000, i -> i < 500 ? 0 : 1);
            case "D2" -> of(2000, i -> i < 1000 ? i % 2 : 1);
            case "D3" -> of(2000, i -> i < 1000 ? i % 7 : (i - 1000) % 7 + 3);
            case "D4" -> of(4000, i -> i % (i < 2000 ? 10 : 2) == 0 ? 1 : 0);
            case "D6" -> bernoulli(4000, 1, 0.2, 2000, 0.8);
            case "D7" -> bernoulli(10_000, 42, 0.2, 5000, 0.25);
            case "D8" -> bernoulli(100_000, 7, 0.2, 100_000, 0.2);
            case "S1" -> join(numpy.integers(1000, 0, 2), numpy.integers(1000, 0, 8));
            case "S1b" -> join(numpy.integers(1000, 0, 2), numpy.integers(1000, 4, 8));
            case "S4" -> join(seed12345.choices(1000, 0, 2), seed12345.choices(1000, 4, 8));
            case "S5" -> join(seed42.choices(1000, 0, 2), seed42.bits(1000, 0.7));
            case "S6" ->
                join(
                        seed42.choices(1000, 0, 2),
                        seed42.choices(1000, 4, 8),
                        seed42.choices(1000, 0, 2),
                        seed42.choices(1000, 4, 8));
            case "S8" -> join(seed12345.gauss(200, 0), seed12345.gauss(200, 3));
            case "S9" -> join(seed12345.gauss(1000, 0), seed12345.gauss(1000, 3));
            case "S10" -> join(seed12345.gauss(300, 0), seed12345.gauss(200, 5));
            case "S12" -> join(seed42.below(1000, 0.1), seed42.below(1000, 0.5));
            default -> throw new IllegalArgumentException(name);
        };
    }

    static double[] of(int n, IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }

    /** Errors of rate p, from {@code change} on of rate q: MINSTD, x ← 48271·x mod 2³¹ − 1. */
    static double[] bernoulli(int n, long seed, double p, int change, double q) {
        double[] stream = new double[n];
        long x = seed;
        for (int i = 0; i < n; i++) {
            x = 48271 * x % 2147483647;
            stream[i] = x / 2147483647.0 < (i < change ? p : q) ? 1 : 0;
        }
        return stream;
    }

    static double[] join(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    /** The folder of published vectors beside the checkout; null where there is none. */
    static @Nullable Path vectors() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve(VECTORS))) {
                return dir.resolve(VECTORS);
            }
        }
        return null;
    }

    /** One column of numbers under a title. */
    static double[] read(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
