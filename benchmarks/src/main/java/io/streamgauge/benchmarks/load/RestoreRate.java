package io.streamgauge.benchmarks.load;

import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How long an instance takes that has lost its state: a pipeline's state directory is deleted and it starts again, on the same
 * broker. What the same start takes with its state kept is subtracted. In turn with it a plain consumer reads the same
 * changelogs, once into nothing and once into a RocksDB with its own settings.
 *
 * <p>Usage: {@code RestoreRate CHECKOUT [MEGABYTES [ROUNDS [THREADS]]]}. Broker and pipeline share the machine.
 */
public final class RestoreRate {

    private static final int MEGABYTES = 500;
    private static final int ROUNDS = 3;
    private static final int PARTITIONS = 4;

    private final RestoredState state;
    private final Path scratch;
    private final Cluster cluster;
    private final int threads;
    private final Changelogs changelogs;
    private final Path stateDirectory;

    private RestoreRate(RestoredState state, Path scratch, Cluster cluster, int threads) {
        this.state = state;
        this.scratch = scratch;
        this.cluster = cluster;
        this.threads = threads;
        this.changelogs =
                new Changelogs(cluster, PipelineRuntime.group(state.pipeline().name()));
        this.stateDirectory = scratch.resolve("data/streams");
    }

    public static void main(String[] arguments) throws Exception {
        Path scratch = Files.createTempDirectory("restore-rate");
        try (EmbeddedBroker broker = new EmbeddedBroker(scratch.resolve("broker"), 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            RestoredState state = RestoredState.of(
                    Path.of(arguments[0]), scratch.resolve("pipeline"), number(arguments, 1, MEGABYTES));
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            createTopic(cluster, state.pipeline().features().scoredSource().topic());
            new RestoreRate(state, scratch, cluster, number(arguments, 3, 1)).run(number(arguments, 2, ROUNDS));
        } finally {
            delete(scratch);
        }
        System.exit(0);
    }

    private static void createTopic(Cluster cluster, String name) throws Exception {
        NewTopic topic = new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /**
     * One round, in seconds.
     *
     * @param kept a start with the state there
     * @param lost a start without
     */
    private record Round(double kept, double lost, Changelogs.Read nothing, Changelogs.Read rocks) {

        double restoring() {
            return lost - kept;
        }
    }

    private void run(int rounds) throws Exception {
        long beganNanos = System.nanoTime();
        try (PipelineRuntime runtime = start()) {
            state.fill(runtime);
        }
        System.out.printf(
                "%,d events of %,d cards taken in within %.0f s; %d cores, Java %s, load average %.1f%n",
                state.events(),
                state.cards(),
                seconds(beganNanos),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf(
                "%-6s %9s %9s %10s %9s %9s %13s %13s %6s%n",
                "round", "kept s", "lost s", "restore s", "nothing s", "RocksDB s", "/ nothing", "/ RocksDB", "load");
        List<Round> all = new ArrayList<>();
        for (int i = 0; i <= rounds; i++) {
            Round round = once(i);
            if (i > 0) { // the first one has the JIT compilers' time
                all.add(round);
            }
            print(i == 0 ? "warm" : "" + i, List.of(round));
        }
        print("median", all);
        sizes(all);
    }

    private Round once(int number) throws Exception {
        double kept = startAndStop();
        delete(stateDirectory);
        double lost = startAndStop();
        Path folder = scratch.resolve("plain-" + number);
        Files.createDirectories(folder);
        Changelogs.Read nothing = changelogs.intoNothing();
        Changelogs.Read rocks = changelogs.intoRocksDb(folder);
        delete(folder);
        return new Round(kept, lost, nothing, rocks);
    }

    private double startAndStop() {
        long beganNanos = System.nanoTime();
        try (PipelineRuntime runtime = start()) {
            return seconds(beganNanos);
        }
    }

    /** Returns once all rows are there. */
    private PipelineRuntime start() {
        return PipelineRuntime.start(
                state.pipeline(),
                RuntimeOptions.in(scratch.resolve("data"))
                        .cluster(Optional.of(cluster))
                        .anyPorts()
                        .threads(OptionalInt.of(threads))
                        .drift(false)
                        .build());
    }

    private static void print(String name, List<Round> rounds) {
        double restoring = median(rounds, Round::restoring);
        double nothing = median(rounds, round -> round.nothing().seconds());
        double rocks = median(rounds, round -> round.rocks().seconds());
        System.out.printf(
                "%-6s %9.2f %9.2f %10.2f %9.2f %9.2f %13.2f %13.2f %6.1f%n",
                name,
                median(rounds, Round::kept),
                median(rounds, Round::lost),
                restoring,
                nothing,
                rocks,
                median(rounds, round -> round.restoring() / round.nothing().seconds()),
                median(rounds, round -> round.restoring() / round.rocks().seconds()),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void sizes(List<Round> rounds) throws Exception {
        double restoring = median(rounds, Round::restoring);
        double changelogMb = median(rounds, round -> round.nothing().bytes()) / 1e6;
        double stateMb = bytes(stateDirectory) / 1e6;
        System.out.printf(
                "state on disk %,.0f MB; changelogs %,.0f MB in %,.0f records, %,.0f MB on the broker's disk%n",
                stateMb,
                changelogMb,
                median(rounds, round -> round.nothing().records()),
                changelogs.brokerBytes() / 1e6);
        System.out.printf(
                "restored at %.1f s per GB of state, %,.0f MB/s of changelog, with %d thread%s; a plain consumer %,.0f MB/s, into RocksDB %,.0f MB/s%n",
                restoring / (stateMb / 1e3),
                changelogMb / restoring,
                threads,
                threads == 1 ? "" : "s",
                median(rounds, round -> round.nothing().megabytesPerSecond()),
                median(rounds, round -> round.rocks().megabytesPerSecond()));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            long bytes = 0;
            for (Path each : walk.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(each);
            }
            return bytes;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
