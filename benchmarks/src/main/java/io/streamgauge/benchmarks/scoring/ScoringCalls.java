package io.streamgauge.benchmarks.scoring;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The scoring call against a bare session of ONNX Runtime with pinned output: median time and bytes allocated of one call,
 * and the ratio. Each of a pair runs in a JVM of its own, one right after the other, in several rounds; the ratio is the
 * median of the rounds'.
 *
 * <p>Usage: {@code ScoringCalls [ROUNDS [SECONDS]]}; SECONDS are measured per run, after half as many.
 */
public final class ScoringCalls {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private ScoringCalls() {}

    /** @param nanos median of one call */
    private record Call(double nanos, double bytes) {}

    public static void main(String[] arguments) throws RunnerException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        System.out.printf(
                "%d inputs, rows rotate, %d cores, Java %s%n",
                ScoredModel.INPUTS, Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.printf(
                "%-24s %6s %12s %12s %8s %10s %10s %6s%n",
                "model", "round", "ours, p50 ns", "bare, p50 ns", "ratio", "ours, B", "bare, B", "load");
        for (ScoredModel model : ScoredModel.values()) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                Call bare = measure(model, "session", seconds);
                Call ours = measure(model, "streamgauge", seconds);
                ratios.add(ours.nanos() / bare.nanos());
                System.out.printf(
                        "%-24s %6d %,12.0f %,12.0f %8.2f %,10.0f %,10.0f %6.1f%n",
                        model.title(),
                        round,
                        ours.nanos(),
                        bare.nanos(),
                        ours.nanos() / bare.nanos(),
                        ours.bytes(),
                        bare.bytes(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            }
            System.out.printf(
                    "%-24s %6s %34.2f%n",
                    model.title(), "median", ratios.stream().sorted().toList().get(ratios.size() / 2));
        }
    }

    private static Call measure(ScoredModel model, String benchmark, int seconds) throws RunnerException {
        Collection<RunResult> runs = new Runner(new OptionsBuilder()
                        .include(BenchmarkScoringCall.class.getName() + "\\." + benchmark + "$")
                        .param("model", model.name())
                        .forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(500L * seconds))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(500L * seconds))
                        .jvmArgs("-Xms256m", "-Xmx256m")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        RunResult run = runs.iterator().next();
        double bytes = run.getSecondaryResults().keySet().stream()
                .filter(key -> key.endsWith(ALLOCATED))
                .mapToDouble(
                        key -> Objects.requireNonNull(run.getSecondaryResults().get(key))
                                .getScore())
                .findFirst()
                .orElseThrow();
        return new Call(run.getPrimaryResult().getStatistics().getPercentile(50), bytes);
    }
}
