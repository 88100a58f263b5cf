package io.streamgauge.benchmarks.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The feature engine against a deque of events and against sawtooth tiles: time and allocation per event, state per entity,
 * and the ratios, for 12 and 60 features at 10, 1,000 and 100,000 events in 30 days. Each engine runs in a JVM of its own.
 * {@link StateBytes} against boxed structures follow.
 *
 * <p>Usage: {@code FeatureEngines [SECONDS]}; SECONDS are measured per engine and case, 4 unless told, after half as many.
 */
public final class FeatureEngines {

    static final long SEED = 20_180_401;

    static final int[] FEATURES = {12, 60};
    static final int[] EVENTS = {10, 1_000, 100_000};

    private final int seconds;
    private final List<String> summary = new ArrayList<>();

    private FeatureEngines(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws RunnerException {
        new FeatureEngines(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4).run();
    }

    private void run() throws RunnerException {
        for (int features : FEATURES) {
            for (int events : EVENTS) {
                report(features, events, measure(features, events), qualities(features, events));
            }
        }
        System.out.printf(
                "%nratios              naive/ours  sawtooth at read/ours  sawtooth kept/ours  bytes ours/naive%n");
        summary.forEach(System.out::println);
        StateBytes.print();
    }

    private Map<Contender, Timing> measure(int features, int events) throws RunnerException {
        Collection<RunResult> runs = new Runner(new OptionsBuilder()
                        .include(BenchmarkFeatureEngines.class.getName())
                        .param("features", Integer.toString(features))
                        .param("events", Integer.toString(events))
                        .forks(1) // one engine per JVM, so that none is compiled for another's sake
                        .warmupIterations(2)
                        .warmupTime(TimeValue.milliseconds(250L * seconds))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(200L * seconds))
                        .jvmArgs("-Xms1g", "-Xmx1g")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<Contender, Timing> timings = new EnumMap<>(Contender.class);
        for (RunResult run : runs) {
            timings.put(Contender.valueOf(run.getParams().getParam("contender")), Timing.of(run));
        }
        return timings;
    }

    private static Map<Contender, Quality> qualities(int features, int events) {
        Map<Contender, Quality> qualities = new EnumMap<>(Contender.class);
        for (Contender contender : Contender.values()) {
            qualities.put(contender, Quality.of(contender, FeatureSet.of(features), events));
        }
        return qualities;
    }

    private void report(int features, int events, Map<Contender, Timing> timings, Map<Contender, Quality> qualities) {
        System.out.printf("%n%d features, %,d events in 30 days%n", features, events);
        System.out.printf(
                "  %-24s %12s %10s %14s %12s %12s %12s %9s%n",
                "", "ns/event", "+-", "values/s/core", "B allocated", "heap B", "stored B", "inexact");
        timings.forEach((contender, timing) -> {
            Quality quality = of(qualities, contender);
            System.out.printf(
                    "  %-24s %,12.1f %,10.1f %,14.0f %,12.0f %,12d %12s %8.1f%%%n",
                    contender.title(),
                    timing.nanos(),
                    timing.errorNanos(),
                    timing.featuresPerSecond(features),
                    timing.allocatedBytes(),
                    quality.heapBytes(),
                    quality.storedBytes().isPresent()
                            ? String.format("%,d", quality.storedBytes().getAsLong())
                            : "-",
                    100 * quality.inexactShare());
        });
        double ours = of(timings, Contender.STREAMGAUGE).nanos();
        summary.add(String.format(
                "%2d features, %,7d %11.1f  %21.2f  %18.2f  %16.2f",
                features,
                events,
                of(timings, Contender.NAIVE).nanos() / ours,
                of(timings, Contender.SAWTOOTH).nanos() / ours,
                of(timings, Contender.SAWTOOTH_KEPT).nanos() / ours,
                (double) of(qualities, Contender.STREAMGAUGE).heapBytes()
                        / of(qualities, Contender.NAIVE).heapBytes()));
    }

    private static <T> T of(Map<Contender, T> all, Contender contender) {
        T one = all.get(contender);
        if (one == null) {
            throw new IllegalStateException("nothing was measured of " + contender);
        }
        return one;
    }
}
