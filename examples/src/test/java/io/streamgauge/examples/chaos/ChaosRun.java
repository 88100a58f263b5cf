package io.streamgauge.examples.chaos;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.examples.Repository;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The fraud example under a name and on topics of its own, on a cluster of processes, with one history to score. */
final class ChaosRun implements AutoCloseable {

    private final LocalCluster processes;
    private final Cluster cluster;
    private final String name;
    private final Path document;
    private final Pipeline pipeline;
    private final List<Event> events;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, List<String>> optionsByName = new HashMap<>();
    private Map<String, String> environment = Map.of();
    private final AtomicInteger published = new AtomicInteger();
    private final Predicted predicted;
    /** Knows its schema from the start, and needs the registry no more. */
    private final EventWriter writer;

    /** What is different in the document. */
    interface Changes {
        String in(String document);
    }

    ChaosRun(LocalCluster processes, String name, ChaosHistory history, Path folder) throws Exception {
        this(processes, name, history, folder, document -> document);
    }

    /**
     * Makes the topics, publishes the labels and begins to read predictions.
     *
     * @param folder where the document goes
     */
    ChaosRun(LocalCluster processes, String name, ChaosHistory history, Path folder, Changes changes) throws Exception {
        this.processes = processes;
        this.cluster = processes.cluster();
        this.name = name;
        this.document = write(folder, name, changes);
        this.pipeline = PipelineFile.load(document);
        this.events = history.events(pipeline.features().scoredSource());
        this.writer = EventWriter.of(
                name,
                pipeline.features().scoredSource(),
                new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        processes.makeTopics(pipeline);
        new FileReplay(cluster, name, pipeline.features().source("labels"))
                .publish(history.file(), Pace.unlimited(), Long.MAX_VALUE, progress -> {});
        this.predicted =
                new Predicted(cluster, new TopicCatalogue(name).predictions().name(), history.ids());
    }

    /** Its windows of drift stay open until the closing events: however partitions get ahead of each other, none is late. */
    static Path write(Path folder, String name, Changes changes) throws IOException {
        Path example = Repository.examples().resolve("fraud");
        String text = Files.readString(example.resolve("pipeline.yaml"));
        String drift =
                "drift: {window: 1d, reference: {first: 4d}, lateness: 30d, budget: 1 false retraining per 30d}\n";
        text = text.substring(0, text.indexOf("drift:")) + drift + "runtime: {partitions: 4, threads: 1}\n";
        text = text.replace("pipeline: fraud\n", "pipeline: " + name + "\n")
                .replace("topic: transactions\n", "topic: " + name + "-transactions\n")
                .replace("topic: transaction-labels\n", "topic: " + name + "-labels\n")
                .replace("file: model/fraud.onnx", "file: " + example.resolve("model/fraud.onnx"));
        return Files.writeString(folder.resolve(name + ".yaml"), changes.in(text));
    }

    /** Instances are started from these classes from now on. */
    void use(String classPath) {
        environment = Map.of("CLASSPATH", classPath);
    }

    /** Starts instances, which share the drift job, and returns once all are ready. */
    void start(int count) throws InterruptedException {
        start(Collections.nCopies(count, new Surroundings(cluster, environment)));
    }

    /**
     * What an instance is started with.
     *
     * @param cluster how it reaches the brokers
     * @param environment variables that it has besides those of this process
     */
    record Surroundings(Cluster cluster, Map<String, String> environment) {}

    /** The same, one for each of these. */
    void start(List<Surroundings> each) throws InterruptedException {
        for (Surroundings one : each) {
            instances.add(started(
                    name + "-" + (instances.size() + 1),
                    one,
                    List.of("--drift-dir", document.resolveSibling("drift").toString())));
        }
        for (Instance instance : instances) {
            processes.awaitReady(instance);
        }
    }

    /** Starts instances that leave the drift job out, and returns once all are ready. */
    void startAllWithoutDrift(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            startWithoutDrift();
        }
        for (Instance instance : instances) {
            processes.awaitReady(instance);
        }
    }

    /** Starts one more instance, which leaves the drift job out, and returns without waiting for it. */
    Instance startWithoutDrift() {
        return startWithoutDrift(List.of());
    }

    /** The same with more options of {@code streamgauge run}. */
    Instance startWithoutDrift(List<String> more) {
        List<String> options = new ArrayList<>(List.of("--no-drift"));
        options.addAll(more);
        Instance instance =
                started(name + "-" + (instances.size() + 1), new Surroundings(cluster, environment), options);
        instances.add(instance);
        return instance;
    }

    private Instance started(String instance, Surroundings in, List<String> options) {
        optionsByName.put(instance, options);
        return processes.startInstance(instance, document, in.cluster(), options, in.environment());
    }

    /** Stops an instance, starts one from the {@linkplain #use classes in use} in its data directory, and returns once it is ready. */
    Instance replace(Instance instance) throws InterruptedException {
        int place = instances.indexOf(instance);
        String of = instance.process().name();
        processes.stop(instance);
        Instance next = started(of, new Surroundings(cluster, environment), optionsByName.getOrDefault(of, List.of()));
        instances.set(place, next);
        processes.awaitReady(next);
        return next;
    }

    /** Stops one for good. */
    void stop(Instance instance) throws InterruptedException {
        instances.remove(instance);
        processes.stop(instance);
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    Predicted predicted() {
        return predicted;
    }

    Cluster cluster() {
        return cluster;
    }

    String name() {
        return name;
    }

    Path document() {
        return document;
    }

    /** Events that Kafka has taken. */
    int published() {
        return published.get();
    }

    /** Publishes events up to but not including {@code end}, evenly over so many seconds; as fast as they go for none. */
    void publishUpTo(int end, double seconds) throws InterruptedException {
        SourceDefinition source = pipeline.features().scoredSource();
        int first = published.get();
        long beganNanos = System.nanoTime();
        try (EventPublisher publisher = new EventPublisher(cluster, name, source, writer)) {
            for (int i = first; i < end; i++) {
                long dueNanos = (long) (seconds * 1e9 * (i - first) / (end - first));
                long earlyNanos = dueNanos - (System.nanoTime() - beganNanos);
                if (earlyNanos > 50_000_000) {
                    publisher.commit();
                    published.set(i);
                    TimeUnit.NANOSECONDS.sleep(earlyNanos + 50_000_000);
                }
                publisher.publish(events.get(i));
            }
            publisher.commit();
            published.set(end);
        }
    }

    /** All events of its history, in order. */
    List<Event> events() {
        return events;
    }

    /** Who made them. */
    List<String> customers() {
        int field = source().schema().indexOf("customer_id");
        return events.stream()
                .map(event -> String.valueOf(event.keyAt(field)))
                .distinct()
                .toList();
    }

    /** The source of its events. */
    SourceDefinition source() {
        return pipeline.features().scoredSource();
    }

    @Override
    public void close() throws InterruptedException {
        predicted.close();
        for (Instance instance : instances) {
            processes.stop(instance);
        }
    }
}
