package io.streamgauge.app.processes;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.embedded.BrokerNode;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster on this machine whose parts are processes of their own, for tests and for learning, on loopback only:
 *
 * <pre>
 *   broker-1  broker-2  broker-3      KRaft; three copies of each topic, two of which must have a record
 *        ╲        │        ╱
 *         ╲       │       ╱── registry
 *          ╲      │      ╱
 *     instance-1 ... instance-n       of a pipeline; one of them runs its drift job
 *     flink-jobmanager, flink-taskmanager, drift-job     which runs it instead, if asked for
 * </pre>
 *
 * All of it is kept in one directory, where each process has its log; the next start there goes on with the same topics.
 * Closing stops all in reverse order.
 */
public final class LocalCluster implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(4);
    /** An instance ends its transaction within ten seconds, and a broker hands over its partitions within one. */
    private static final Duration STOP = Duration.ofSeconds(12);
    /** The last brokers have nobody to hand over to, and would wait for minutes; their logs are whole all the same. */
    private static final Duration STOP_BROKERS = Duration.ofSeconds(4);

    private static final List<String> BROKER_FLAGS = List.of(
            "-Xmx320m",
            "-XX:+UseSerialGC",
            "-Dlogback.configurationFile=io/streamgauge/app/processes/broker-logback.xml");
    private static final List<String> REGISTRY_FLAGS =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final List<String> INSTANCE_FLAGS = List.of("-Xmx700m", "-XX:+UseSerialGC");

    private final Path directory;
    private final Consumer<String> progress;
    private final List<BrokerNode> nodes;
    private final Function<BrokerNode, Map<String, String>> environment;
    private final List<ClusterProcess> brokers = new CopyOnWriteArrayList<>();
    private final List<ClusterProcess> registry = new CopyOnWriteArrayList<>();
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final List<FlinkSession> sessions = new CopyOnWriteArrayList<>();
    private final Cluster cluster;
    /** Nothing is started any more. */
    private boolean closing;

    private LocalCluster(
            Path directory,
            List<BrokerNode> nodes,
            Function<BrokerNode, Map<String, String>> environment,
            int registryPort,
            Consumer<String> progress) {
        this.directory = directory;
        this.nodes = nodes;
        this.environment = environment;
        this.progress = progress;
        this.cluster = new Cluster(
                nodes.stream().map(BrokerNode::address).collect(Collectors.joining(",")),
                "http://127.0.0.1:" + registryPort,
                Map.of());
    }

    /** A cluster whose brokers and registry answer; when one does not come up, all are stopped again. */
    public static LocalCluster started(
            Path directory, int brokers, Function<BrokerNode, Map<String, String>> settings, Consumer<String> progress)
            throws InterruptedException {
        return started(directory, brokers, settings, node -> Map.of(), progress);
    }

    /** The same, each broker with variables in its environment that this process does not have. */
    public static LocalCluster started(
            Path directory,
            int brokers,
            Function<BrokerNode, Map<String, String>> settings,
            Function<BrokerNode, Map<String, String>> environment,
            Consumer<String> progress)
            throws InterruptedException {
        LocalCluster cluster = in(directory, brokers, settings, environment, progress);
        try {
            cluster.start();
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * A cluster of which nothing is started. It can be closed while it starts, by another thread.
     *
     * @param directory made where it is not there
     * @param brokers how many
     * @param settings Kafka's for each broker, which go before the defaults
     * @param progress takes a line as each part is up
     */
    public static LocalCluster in(
            Path directory,
            int brokers,
            Function<BrokerNode, Map<String, String>> settings,
            Consumer<String> progress) {
        return in(directory, brokers, settings, node -> Map.of(), progress);
    }

    private static LocalCluster in(
            Path directory,
            int brokers,
            Function<BrokerNode, Map<String, String>> settings,
            Function<BrokerNode, Map<String, String>> environment,
            Consumer<String> progress) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new CommandFailedException("cannot make " + directory + ": " + e, e);
        }
        return new LocalCluster(
                directory, BrokerNode.prepare(directory, brokers, settings), environment, FreePort.any(), progress);
    }

    /**
     * Starts brokers and a registry, and returns once both answer.
     *
     * @throws CommandFailedException when one does not come up
     */
    public void start() throws InterruptedException {
        startBrokers();
        startRegistry();
    }

    /** Starts a process, unless all are being stopped: one that was begun then would stay behind. */
    private synchronized void begin(String name, OwnJvm jvm, Consumer<ClusterProcess> kept) {
        if (closing) {
            throw new CommandFailedException("the cluster is being stopped");
        }
        kept.accept(ClusterProcess.start(name, jvm, directory.resolve(name + ".log")));
    }

    /** Starts a process again that has ended, unless all are being stopped; false then. */
    public synchronized boolean startAgain(ClusterProcess process) {
        if (!closing) {
            process.startAgain();
        }
        return !closing;
    }

    private void startBrokers() throws InterruptedException {
        for (BrokerNode node : nodes) {
            begin(
                    "broker-" + node.id(),
                    new OwnJvm(
                                    BROKER_FLAGS,
                                    BrokerNode.MAIN_CLASS,
                                    List.of(node.settingsFile().toString()))
                            .with(environment.apply(node)),
                    brokers::add);
        }
        Await.brokers(cluster, brokers, START);
        for (int i = 0; i < nodes.size(); i++) {
            tell(brokers.get(i), nodes.get(i).address());
        }
    }

    private void startRegistry() throws InterruptedException {
        String port = cluster.schemaRegistryUrl()
                .substring(cluster.schemaRegistryUrl().lastIndexOf(':') + 1);
        begin(
                "registry",
                OwnJvm.command(
                        REGISTRY_FLAGS,
                        List.of(
                                "registry",
                                "--bootstrap-servers",
                                cluster.bootstrapServers(),
                                "--registry-port",
                                port)),
                registry::add);
        awaitRegistry(START);
        tell(registry(), cluster.schemaRegistryUrl());
    }

    /** Makes the topics of a pipeline, those of its sources too. */
    public void makeTopics(Pipeline pipeline) throws InterruptedException {
        Topics.make(cluster, pipeline);
    }

    /**
     * Starts an instance of a pipeline and returns without waiting for it. Several of one pipeline share a directory for the
     * drift job, which one of them runs.
     *
     * @param name of the process and of its data directory
     * @param document the pipeline's
     * @param more options of {@code streamgauge run}, which may name another cluster
     */
    public Instance startInstance(String name, Path document, List<String> more) {
        return startInstance(name, document, cluster, more);
    }

    /** The same, through other addresses. */
    public Instance startInstance(String name, Path document, Cluster through, List<String> more) {
        return startInstance(name, document, through, more, Map.of());
    }

    /** The same, with variables in its environment that this process does not have. */
    public Instance startInstance(
            String name, Path document, Cluster through, List<String> more, Map<String, String> environment) {
        int port = FreePort.any();
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "run",
                                document.toString(),
                                "--bootstrap-servers",
                                through.bootstrapServers(),
                                "--schema-registry-url",
                                through.schemaRegistryUrl(),
                                "--data-dir",
                                directory.resolve(name).toString(),
                                "--port",
                                Integer.toString(port)),
                        more.stream())
                .toList();
        begin(
                name,
                OwnJvm.command(INSTANCE_FLAGS, arguments).with(environment),
                process -> instances.add(
                        new Instance(process, "http://127.0.0.1:" + port + "/", directory.resolve(name))));
        return instances.stream()
                .filter(instance -> instance.process().name().equals(name))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /**
     * Starts a Flink session, and returns once it can run jobs.
     *
     * @param name before the names of its processes and of its folder; empty when there is only one
     */
    public FlinkSession startFlink(String name, FlinkFiles files) throws InterruptedException {
        return startFlink(name, files, Map.of(), Map.of());
    }

    /** The same, its processes with variables in their environments that this process does not have. */
    public FlinkSession startFlink(
            String name, FlinkFiles files, Map<String, String> ofJobManager, Map<String, String> ofTaskManager)
            throws InterruptedException {
        FlinkSession session = FlinkSession.in(directory.resolve(name + "flink"), files);
        sessions.add(session);
        begin(name + "flink-jobmanager", session.jobManagerJvm().with(ofJobManager), session::add);
        begin(name + "flink-taskmanager", session.taskManagerJvm().with(ofTaskManager), session::add);
        Await.slots(session, START);
        session.processes().forEach(process -> tell(process, session.url()));
        return session;
    }

    /** Submits the drift job of a pipeline to a session with {@code flink run}, whose process watches it from then on. */
    public ClusterProcess startDriftJob(String name, Path document, FlinkSession session) {
        begin(
                name,
                session.driftJvm(List.of(
                        document.toString(),
                        "--bootstrap-servers",
                        cluster.bootstrapServers(),
                        "--schema-registry-url",
                        cluster.schemaRegistryUrl())),
                session::add);
        List<ClusterProcess> all = session.processes();
        ClusterProcess program = all.get(all.size() - 1);
        tell(program, session.url());
        return program;
    }

    /** Stops a session for good, without waiting for what its job does. */
    public void stop(FlinkSession session) {
        sessions.remove(session);
        stop(session.processes(), STOP);
    }

    /** Returns once an instance has its rows, and says so. */
    public void awaitReady(Instance instance) throws InterruptedException {
        instance.awaitReady(START);
        tell(instance.process(), instance.url());
    }

    private void tell(ClusterProcess process, String address) {
        progress.accept(String.format("%-12s process %-8d %s", process.name(), process.pid(), address));
    }

    /** Where Kafka and the registry answer. */
    public Cluster cluster() {
        return cluster;
    }

    /** One process each. */
    public List<ClusterProcess> brokers() {
        return List.copyOf(brokers);
    }

    /** Where each broker answers, in their order. */
    public List<String> brokerAddresses() {
        return nodes.stream().map(BrokerNode::address).toList();
    }

    public ClusterProcess registry() {
        return registry.get(0);
    }

    public List<Instance> instances() {
        return List.copyOf(instances);
    }

    /** The Flink session, the first if there are several. */
    public Optional<FlinkSession> flink() {
        return sessions.stream().findFirst();
    }

    /** All processes, in the order in which they were started. */
    public List<ClusterProcess> processes() {
        List<ClusterProcess> all = new ArrayList<>(brokers);
        all.addAll(registry);
        instances.forEach(instance -> all.add(instance.process()));
        sessions.forEach(session -> all.addAll(session.processes()));
        return all;
    }

    /** Returns once every broker has its copy of every record again. */
    public void awaitCopies(Duration patience) throws InterruptedException {
        Await.copies(cluster, nodes.size(), patience);
    }

    /** Returns once the registry answers. */
    public void awaitRegistry(Duration patience) throws InterruptedException {
        Await.answer(registry.get(0), cluster.schemaRegistryUrl() + "/subjects", patience);
    }

    /** Stops an instance for good. */
    public void stop(Instance instance) throws InterruptedException {
        instances.remove(instance);
        instance.process().stop(STOP);
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        List<ClusterProcess> clients = new ArrayList<>(registry);
        instances.forEach(instance -> clients.add(instance.process()));
        sessions.forEach(session -> clients.addAll(session.processes()));
        stop(clients, STOP);
        stop(brokers, STOP_BROKERS);
    }

    private static void stop(List<ClusterProcess> processes, Duration patience) {
        processes.forEach(ClusterProcess::end);
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        for (ClusterProcess process : processes) {
            try {
                process.stop(
                        Duration.ofNanos(interrupted ? 1 : Math.max(1_000_000, deadlineNanos - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true; // the rest are stopped all the same, only without waiting
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
