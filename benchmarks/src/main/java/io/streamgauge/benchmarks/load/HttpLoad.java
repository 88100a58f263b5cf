package io.streamgauge.benchmarks.load;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.benchmarks.ThreadCost;
import io.streamgauge.store.definition.ViewDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Reads of fifty features of 1, 10 and 100 customers over HTTP on loopback, by Debian's {@code wrk}, while 5,000 transactions
 * a second flow through the same pipeline: requests per second, median and 99th percentile, beside what others publish; and
 * what a request takes of the server's own threads, on a processor and allocated, which other work on the machine changes little.
 *
 * <p>Usage: {@code HttpLoad CHECKOUT [SECONDS [CONNECTIONS [CUSTOMERS]]]}. Pipeline, broker and {@code wrk} share the machine.
 */
public final class HttpLoad {

    private static final int EVENTS_PER_SECOND = 5_000;
    private static final int[] BATCHES = {1, 10, 100};
    /** Feast's Java server on Redis, 50 features, 16 cores: p99 in ms by batch. */
    private static final double[] FEAST_P99_MS = {0.8, 2.2, 17};

    private static final double RONDB_P99_MS = 3;
    /** Name of the threads that answer. */
    private static final String SERVING = "http-";

    private static final long POLL_NANOS = 50_000_000;

    /** Fifty features of a customer: ten aggregates over five windows. */
    private static final String VIEW = """
              load:
                entity: customer_id
                from: transactions
                windows: [1h, 6h, 1d, 7d, 30d]
                aggregates:
                  n: count
                  sum: sum(amount)
                  mean: mean(amount)
                  least: min(amount)
                  most: max(amount)
                  spread: stddev(amount)
                  last: last(amount)
                  large: {of: count, where: amount > 50.0}
                  terminals: count_distinct(terminal_id)
                  idle: time_since_last
            """;

    private HttpLoad() {}

    public static void main(String[] arguments) throws Exception {
        if (!Wrk.present()) {
            System.out.println("skipped: wrk is not installed (apt-get install wrk)");
            return;
        }
        Path checkout = Path.of(arguments[0]);
        int seconds = number(arguments, 1, 10);
        int connections = number(arguments, 2, 2);
        int customers = number(arguments, 3, 2_000);
        Path scratch = Files.createTempDirectory("http-load");
        try {
            run(pipeline(checkout, scratch), scratch, seconds, connections, customers);
        } finally {
            delete(scratch);
        }
        System.exit(0);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** The fraud example's pipeline with one view more. */
    private static Pipeline pipeline(Path checkout, Path scratch) throws IOException {
        Path example = checkout.resolve("examples/fraud");
        Files.createDirectories(scratch.resolve("fraud/model"));
        Files.copy(example.resolve("model/fraud.onnx"), scratch.resolve("fraud/model/fraud.onnx"));
        String text = Files.readString(example.resolve("pipeline.yaml"));
        return PipelineFile.load(Files.writeString(
                scratch.resolve("fraud/pipeline.yaml"), text.replaceFirst("(?m)^features:\n", "features:\n" + VIEW)));
    }

    private static void run(Pipeline pipeline, Path scratch, int seconds, int connections, int customers)
            throws Exception {
        RuntimeOptions options = RuntimeOptions.in(scratch.resolve("data"))
                .anyPorts()
                .drift(false)
                .build();
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options);
                CustomerFlow flow = new CustomerFlow(
                        runtime.cluster(), pipeline.name(), pipeline.features().scoredSource(), customers)) {
            flow.month();
            awaitPredictions(runtime, flow.published());
            Thread flowing = new Thread(() -> flow.steadily(EVENTS_PER_SECOND), "flow");
            flowing.start();
            Wrk wrk = new Wrk(runtime.endpoints().http().orElseThrow(), scratch, connections);
            measure(runtime, pipeline, wrk, seconds, connections, customers);
            flow.stop();
            flowing.join();
        }
    }

    private static void measure(
            PipelineRuntime runtime, Pipeline pipeline, Wrk wrk, int seconds, int connections, int customers)
            throws InterruptedException {
        ViewDefinition view = pipeline.features().views().stream()
                .filter(each -> each.name().equals("load"))
                .findFirst()
                .orElseThrow();
        List<String> features = view.featureNames();
        List<String> routes = List.of("native", "feast");
        for (String route : routes) { // the JIT compilers' time
            wrk.run(route, BATCHES[1], customers, features, Math.max(2, seconds / 2));
        }
        System.out.printf(
                "%d features of %,d customers, %,d events/s flowing, %d connections, %d cores, Java %s, load average %.1f%n",
                features.size(),
                customers,
                EVENTS_PER_SECOND,
                connections,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf(
                "%-7s %5s %12s %9s %9s %7s %11s %10s   %s%n",
                "route",
                "batch",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "errors",
                "CPU us/req.",
                "kB/request",
                "p99 elsewhere, ms");
        long before = runtime.live().predicted();
        long beganNanos = System.nanoTime();
        for (String route : routes) {
            for (int i = 0; i < BATCHES.length; i++) {
                ThreadCost earlier = ThreadCost.of(SERVING);
                Wrk.Result result = wrk.run(route, BATCHES[i], customers, features, seconds);
                ThreadCost cost = ThreadCost.of(SERVING).since(earlier);
                System.out.printf(
                        "%-7s %5d %,12.0f %9.2f %9.2f %7d %,11.0f %,10.0f   Feast's Java server on Redis, 16 cores: %.1f%s%n",
                        route,
                        BATCHES[i],
                        result.perSecond(),
                        result.p50Ms(),
                        result.p99Ms(),
                        result.errors(),
                        cost.cpuNanos() / 1e3 / result.requests(),
                        cost.allocatedBytes() / 1e3 / result.requests(),
                        FEAST_P99_MS[i],
                        BATCHES[i] == 1 ? "; RonDB's REST server: %.0f".formatted(RONDB_P99_MS) : "");
            }
        }
        System.out.printf(
                "%,.0f events/s scored meanwhile%n",
                (runtime.live().predicted() - before) / ((System.nanoTime() - beganNanos) / 1e9));
    }

    private static void awaitPredictions(PipelineRuntime runtime, long count) {
        while (runtime.live().predicted() < count) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
