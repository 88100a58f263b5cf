package io.streamgauge.benchmarks.latency;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How soon an event has its prediction: from just before a client sends it to when a reader of committed records has the
 * prediction, in the quickstart's pipeline, which re-keys nothing, at several commit intervals. Beside it a topology that copies
 * the same records under the same settings at the same time, and {@code POST /v1/score}, one request after the other.
 *
 * <p>Usage: {@code StreamLatency CHECKOUT [EVENTS]}. Broker, both topologies, clients and readers share the machine.
 */
public final class StreamLatency {

    private static final int[] INTERVALS_MS = {10, 20, 50, 100};
    private static final int EVENTS = 2_000;
    private static final int WARM_UP = 500;
    private static final int PER_SECOND = 200;
    private static final int CARDS = 50;
    private static final int PARTITIONS = 4;
    private static final long FIRST_MS = 1_777_888_800_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern ID = Pattern.compile("\"id\": \"([^\"]+)\"");

    private final Path checkout;
    private final Path scratch;
    private final Cluster cluster;
    private final int events;

    private StreamLatency(Path checkout, Path scratch, Cluster cluster, int events) {
        this.checkout = checkout;
        this.scratch = scratch;
        this.cluster = cluster;
        this.events = events;
    }

    public static void main(String[] arguments) throws Exception {
        Path scratch = Files.createTempDirectory("stream-latency");
        try (EmbeddedBroker broker = new EmbeddedBroker(scratch.resolve("broker"), 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : EVENTS;
            new StreamLatency(Path.of(arguments[0]), scratch, cluster, events).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        System.out.printf(
                "%,d events at %d a second, exactly once, %d partitions, %d cores, Java %s; milliseconds%n",
                events, PER_SECOND, PARTITIONS, Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.printf(
                "%-10s %17s %17s %15s %17s %6s%n", "commit", "prediction", "copy", "ratio", "POST /v1/score", "");
        System.out.printf(
                "%-10s %8s %8s %8s %8s %7s %7s %8s %8s %6s%n",
                "interval", "p50", "p99", "p50", "p99", "p50", "p99", "p50", "p99", "load");
        once(INTERVALS_MS[1], "warm");
        for (int intervalMs : INTERVALS_MS) {
            once(intervalMs, intervalMs + " ms");
        }
    }

    private void once(int intervalMs, String row) throws Exception {
        String name = "latency-" + row.replace(" ", "");
        String source = name + "-payments";
        String copied = name + "-copy";
        topic(source);
        topic(copied);
        RuntimeOptions options = RuntimeOptions.in(scratch.resolve(name))
                .cluster(Optional.of(cluster))
                .anyPorts()
                .drift(false)
                .build();
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline(name, source, intervalMs), options);
                PlainCopy ignored =
                        new PlainCopy(copied, source, cluster, Duration.ofMillis(intervalMs), scratch.resolve(copied));
                Arrivals predictions = new Arrivals(
                        cluster,
                        new TopicCatalogue(name).predictions().name(),
                        record -> new String(record.key(), StandardCharsets.UTF_8));
                Arrivals copies = new Arrivals(cluster, copied, record -> id(record.value()))) {
            publish(source, 0, WARM_UP);
            await(predictions, copies, WARM_UP);
            Map<String, Long> sent = publish(source, WARM_UP, WARM_UP + events);
            await(predictions, copies, WARM_UP + events);
            double[] asked = asked(URI.create(runtime.endpoints().http().orElseThrow()));
            print(row, predictions.tookMs(sent), copies.tookMs(sent), asked);
        }
    }

    private static void print(String row, double[] predicted, double[] copied, double[] asked) {
        System.out.printf(
                "%-10s %8.1f %8.1f %8.1f %8.1f %7.2f %7.2f %8.2f %8.2f %6.1f%n",
                row,
                quantile(predicted, 0.5),
                quantile(predicted, 0.99),
                quantile(copied, 0.5),
                quantile(copied, 0.99),
                quantile(predicted, 0.5) / quantile(copied, 0.5),
                quantile(predicted, 0.99) / quantile(copied, 0.99),
                quantile(asked, 0.5),
                quantile(asked, 0.99),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static double quantile(double[] ascending, double q) {
        return ascending[(int) Math.ceil(q * ascending.length) - 1];
    }

    /** The quickstart's document under another name, with another source topic and commit interval. */
    private Pipeline pipeline(String name, String source, int intervalMs) throws IOException {
        Path example = checkout.resolve("examples/quickstart");
        Path folder = Files.createDirectories(scratch.resolve(name + "-document/model"));
        Files.copy(example.resolve("model/cards.onnx"), folder.resolve("cards.onnx"));
        String text = Files.readString(example.resolve("pipeline.yaml"))
                .replace("pipeline: cards", "pipeline: " + name)
                .replace("topic: payments", "topic: " + source);
        return PipelineFile.load(Files.writeString(
                scratch.resolve(name + "-document/pipeline.yaml"),
                text + "\nruntime: {commit_interval: " + intervalMs + "ms}\n"));
    }

    private void topic(String name) throws Exception {
        NewTopic topic = new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static String event(int number) {
        return "{\"id\": \"e%d\", \"time\": %d, \"card\": \"c%d\", \"amount\": %d.5}"
                .formatted(number, FIRST_MS + number * 1_000L, number % CARDS, 5 + number % 90);
    }

    private static String id(byte[] value) {
        Matcher matcher = ID.matcher(new String(value, StandardCharsets.UTF_8));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Sends events one by one, each at its moment; returns when each was handed to the client. */
    @SuppressWarnings("FutureReturnValueIgnored") // what does not arrive is waited for in vain
    private Map<String, Long> publish(String topic, int from, int to) {
        Map<String, Long> sent = new HashMap<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(cluster.kafka(Map.of()), new StringSerializer(), new StringSerializer())) {
            producer.partitionsFor(topic);
            long startNanos = System.nanoTime();
            for (int i = from; i < to; i++) {
                long dueNanos = startNanos + (i - from) * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
                for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                sent.put("e" + i, System.nanoTime());
                producer.send(new ProducerRecord<>(topic, "c" + i % CARDS, event(i)));
            }
        }
        return sent;
    }

    private static void await(Arrivals predictions, Arrivals copies, int count) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (Math.min(predictions.count(), copies.count()) < count) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException(
                        predictions.count() + " predictions and " + copies.count() + " copies of " + count + " events");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** How long requests take, one after the other on one connection, in milliseconds, ascending. */
    private double[] asked(URI http) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        double[] took = new double[events];
        for (int i = -WARM_UP; i < events; i++) {
            HttpRequest request = HttpRequest.newBuilder(http.resolve("/v1/score"))
                    .POST(HttpRequest.BodyPublishers.ofString(event(WARM_UP + events + i % CARDS)))
                    .build();
            long startNanos = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
            }
            if (i >= 0) {
                took[i] = (System.nanoTime() - startNanos) / 1e6;
            }
        }
        Arrays.sort(took);
        return took;
    }
}
