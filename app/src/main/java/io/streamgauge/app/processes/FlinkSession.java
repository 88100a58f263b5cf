package io.streamgauge.app.processes;

import io.streamgauge.app.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A standalone Flink session on loopback: a JobManager and a TaskManager with two slots, and programs that {@code flink run}
 * submits, each a process of its own. Configuration and checkpoints are in one folder. The JobManager remembers nothing
 * when it ends; the drift job's program submits the job again then, from its newest checkpoint.
 */
public final class FlinkSession {

    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";
    private static final List<String> OPENS = List.of(
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED");

    private final Path folder;
    private final FlinkFiles files;
    private final String url;
    private final List<ClusterProcess> processes = new CopyOnWriteArrayList<>();

    private FlinkSession(Path folder, FlinkFiles files, String url) {
        this.folder = folder;
        this.files = files;
        this.url = url;
    }

    /** One of which nothing is started, on free ports; checkpoints that are in the folder are gone on from. */
    static FlinkSession in(Path folder, FlinkFiles files) {
        int rest = FreePort.any();
        try {
            Files.createDirectories(folder.resolve("conf"));
            Files.createDirectories(folder.resolve("tmp"));
            Files.write(folder.resolve("conf/config.yaml"), settings(folder, rest, FreePort.any()));
            Files.writeString(folder.resolve("conf/logback.xml"), """
                    <configuration>
                      <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>%d %-5level %logger{36} - %msg%n</pattern></encoder>
                      </appender>
                      <root level="INFO"><appender-ref ref="out"/></root>
                    </configuration>
                    """);
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + folder + ": " + e, e);
        }
        return new FlinkSession(folder, files, "http://127.0.0.1:" + rest);
    }

    private static List<String> settings(Path folder, int rest, int rpc) {
        return List.of(
                "jobmanager.rpc.address: 127.0.0.1",
                "jobmanager.rpc.port: " + rpc,
                "jobmanager.bind-host: 127.0.0.1",
                "jobmanager.memory.jvm-overhead.min: 64m",
                "rest.address: 127.0.0.1",
                "rest.port: " + rest,
                "rest.bind-address: 127.0.0.1",
                "taskmanager.host: 127.0.0.1",
                "taskmanager.bind-host: 127.0.0.1",
                "taskmanager.numberOfTaskSlots: 2",
                // Flink's start scripts work these out from the process' size.
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
                "execution.checkpointing.dir: " + folder.resolve("checkpoints").toUri(),
                // Its processes may be killed for a whole day.
                "restart-strategy.type: fixed-delay",
                "restart-strategy.fixed-delay.attempts: 1000000",
                "restart-strategy.fixed-delay.delay: 1s",
                "io.tmp.dirs: " + folder.resolve("tmp"));
    }

    OwnJvm jobManagerJvm() {
        return jvm(512, JOB_MANAGER, "--configDir", folder.resolve("conf").toString());
    }

    OwnJvm taskManagerJvm() {
        return jvm(512, TASK_MANAGER, "--configDir", folder.resolve("conf").toString());
    }

    /** {@code flink run} of the drift job. */
    OwnJvm driftJvm(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("run", files.job().toString()));
        all.addAll(arguments);
        return jvm(192, CLIENT, all.toArray(String[]::new));
    }

    private OwnJvm jvm(int heapMb, String main, String... arguments) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xmx" + heapMb + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-Dlogback.configurationFile=" + folder.resolve("conf/logback.xml")));
        flags.addAll(OPENS);
        return new OwnJvm(
                flags,
                main,
                List.of(arguments),
                Map.of(
                        OwnJvm.CLASS_PATH,
                        files.lib() + "/*",
                        "FLINK_CONF_DIR",
                        folder.resolve("conf").toString()));
    }

    void add(ClusterProcess process) {
        processes.add(process);
    }

    /** Of its own: JobManager, TaskManager, then programs, in the order in which they were started. */
    public List<ClusterProcess> processes() {
        return List.copyOf(processes);
    }

    public ClusterProcess jobManager() {
        return processes.get(0);
    }

    public ClusterProcess taskManager() {
        return processes.get(1);
    }

    /** Where the JobManager answers, without a slash at the end. */
    public String url() {
        return url;
    }
}
