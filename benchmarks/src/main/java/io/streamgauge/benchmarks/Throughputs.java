package io.streamgauge.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Events per second of pairs of runs, pipeline and copy, one right after the other. */
final class Throughputs {

    private final List<Pair> pairs = new ArrayList<>();

    /**
     * One pair.
     *
     * @param scored events per second through the pipeline
     * @param copied events per second through the topology that only copies
     * @param load the machine's load average of the last minute, after the pair
     */
    private record Pair(int round, int threads, double scored, double copied, double load) {

        double ratio() {
            return scored / copied;
        }
    }

    void printHeader(PrintStream out) {
        out.printf(
                "%-6s %-8s %16s %16s %8s %6s%n", "round", "threads", "pipeline, ev/s", "copy, ev/s", "ratio", "load");
    }

    void add(int round, int threads, double scored, double copied, PrintStream out) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Pair pair = new Pair(round, threads, scored, copied, load);
        pairs.add(pair);
        out.printf(
                "%-6d %-8d %,16.0f %,16.0f %8.2f %6.1f%n",
                pair.round(), pair.threads(), pair.scored(), pair.copied(), pair.ratio(), pair.load());
    }

    /** Medians over all rounds but the first, in which the JIT compilers are still at work, if there are others. */
    void printMedians(PrintStream out, int threads) {
        List<Pair> all = pairs.stream().filter(p -> p.threads() == threads).toList();
        List<Pair> warm = all.size() > 1 ? all.subList(1, all.size()) : all;
        out.printf(
                "%-6s %-8d %,16.0f %,16.0f %8.2f%n",
                "median",
                threads,
                median(warm.stream().map(Pair::scored).toList()),
                median(warm.stream().map(Pair::copied).toList()),
                median(warm.stream().map(Pair::ratio).toList()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
