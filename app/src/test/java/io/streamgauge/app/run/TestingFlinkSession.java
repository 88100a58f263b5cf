package io.streamgauge.app.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A standalone Flink session: a JobManager and a TaskManager, each a process of its own, from the jars in a folder. */
final class TestingFlinkSession implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";

    private static final String METRICS_PORT = "-Dmetrics.reporter.prometheus.port=";

    private final Path lib;
    private final Path folder;
    private final int rest = freePort();
    private final int metrics = freePort();
    private final List<Process> started = new ArrayList<>();
    private int taskMetrics;

    /**
     * A session that is not started yet.
     *
     * @param lib Flink's jars
     * @param folder where configuration, logs and checkpoints are kept
     */
    TestingFlinkSession(Path lib, Path folder) throws IOException {
        this.lib = lib;
        this.folder = Files.createDirectories(folder);
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                folder.resolve("conf/config.yaml"),
                String.join(
                        "\n",
                        "jobmanager.rpc.address: 127.0.0.1",
                        "jobmanager.rpc.port: " + freePort(),
                        "jobmanager.bind-host: 127.0.0.1",
                        "jobmanager.memory.jvm-overhead.min: 64m",
                        "rest.address: 127.0.0.1",
                        "rest.port: " + rest,
                        "rest.bind-address: 127.0.0.1",
                        "taskmanager.host: 127.0.0.1",
                        "taskmanager.bind-host: 127.0.0.1",
                        "taskmanager.numberOfTaskSlots: 2",
                        // The official start scripts work these out from the process' size.
                        "taskmanager.cpu.cores: 1",
                        "taskmanager.memory.task.heap.size: 256m",
                        "taskmanager.memory.task.off-heap.size: 0",
                        "taskmanager.memory.managed.size: 32m",
                        "taskmanager.memory.network.min: 64m",
                        "taskmanager.memory.network.max: 64m",
                        "taskmanager.memory.framework.heap.size: 128m",
                        "taskmanager.memory.framework.off-heap.size: 128m",
                        "taskmanager.memory.jvm-metaspace.size: 256m",
                        "taskmanager.memory.jvm-overhead.min: 192m",
                        "taskmanager.memory.jvm-overhead.max: 192m",
                        // A TaskManager that is killed is missed soon.
                        "heartbeat.interval: 1000",
                        "heartbeat.timeout: 5000",
                        "execution.checkpointing.interval: 1s",
                        "execution.checkpointing.dir: "
                                + folder.resolve("checkpoints").toUri(),
                        "metrics.reporters: prometheus",
                        "metrics.reporter.prometheus.factory.class:"
                                + " org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
                        "io.tmp.dirs: " + Files.createDirectories(folder.resolve("tmp")),
                        ""));
        Files.writeString(
                folder.resolve("conf/logback.xml"),
                "<configuration><appender name='out' class='ch.qos.logback.core.ConsoleAppender'><encoder><pattern>"
                        + "%d %-5level %logger{36} - %msg%n</pattern></encoder></appender>"
                        + "<root level='INFO'><appender-ref ref='out'/></root></configuration>");
    }

    Process startJobManager() throws IOException {
        return start("jobmanager", 512, JOB_MANAGER, "--configDir", conf(), METRICS_PORT + metrics);
    }

    Process startTaskManager() throws IOException {
        taskMetrics = freePort();
        return start("taskmanager", 512, TASK_MANAGER, "--configDir", conf(), METRICS_PORT + taskMetrics);
    }

    /** {@code flink run jar words}. */
    Process run(Path jar, String... words) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", jar.toString()));
        arguments.addAll(List.of(words));
        return start("client", 256, CLIENT, arguments.toArray(String[]::new));
    }

    /** Waits until the JobManager answers and offers so many slots. */
    void awaitSlots(int slots) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String answer = "";
        while (System.nanoTime() < deadline) {
            answer = overview();
            if (answer.contains("\"slots-total\":" + slots)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the session did not come up with " + slots + " slots: " + answer + "; see " + folder);
    }

    private String overview() throws InterruptedException {
        return get(rest, "/overview");
    }

    /** What Prometheus would get of the JobManager and of the TaskManager started last. */
    String scrape() throws InterruptedException {
        return get(metrics, "/metrics") + "\n" + get(taskMetrics, "/metrics");
    }

    private static String get(int port, String path) throws InterruptedException {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** All that the processes of a kind have said. */
    String log(String kind) throws IOException {
        return Files.readString(folder.resolve(kind + ".log"));
    }

    private String conf() {
        return folder.resolve("conf").toString();
    }

    private Process start(String kind, int heapMb, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMb + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-Dlogback.configurationFile=" + folder.resolve("conf/logback.xml"),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "-cp",
                lib + "/*",
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(kind + ".log").toFile()));
        builder.environment().put("FLINK_CONF_DIR", conf());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
