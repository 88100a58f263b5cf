package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.processes.ClusterProcess;
import io.streamgauge.app.processes.FlinkFiles;
import io.streamgauge.app.processes.Instance;
import io.streamgauge.app.processes.LocalCluster;
import io.streamgauge.app.run.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** A pipeline on a cluster of processes on this machine, kept up until the command is stopped. */
final class ProcessesRun {

    private static final long LOOK_MS = 500;

    private final Path document;
    private final Path directory;
    private final int brokers;
    private final boolean flink;
    private final CommandSpec spec;
    private final CountDownLatch stopped = new CountDownLatch(1);

    ProcessesRun(Path document, Path directory, int brokers, boolean flink, CommandSpec spec) {
        this.document = document;
        this.directory = directory;
        this.brokers = brokers;
        this.flink = flink;
        this.spec = spec;
    }

    int run(int instances, OutputForm output) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = output == OutputForm.JSON ? spec.commandLine().getErr() : out;
        Pipeline pipeline = PipelineFile.load(document);
        Optional<FlinkFiles> session = flink ? Optional.of(forDrift(pipeline)) : Optional.empty();
        Warnings.print(pipeline, talk);
        say(talk, "starting a cluster of pipeline " + pipeline.name() + " in " + directory);
        StopSignal stop = StopSignal.install(line -> say(talk, line));
        long beganNanos = System.nanoTime();
        try (LocalCluster cluster =
                LocalCluster.in(directory, brokers, node -> Map.of(), line -> say(talk, "  " + line))) {
            stop.closing(() -> {
                stopped.countDown();
                cluster.close();
            });
            cluster.start();
            start(cluster, pipeline, instances, session);
            if (output == OutputForm.JSON) {
                out.println(Json.write(document(cluster, pipeline)));
                out.flush();
            } else {
                say(
                        out,
                        String.format(
                                "All %d processes are up after %.1f s; their logs are in %s. Ctrl-C stops them.%n"
                                        + "Next: ./streamgauge replay %s --file FILE --bootstrap-servers %s --schema-registry-url %s",
                                cluster.processes().size(),
                                (System.nanoTime() - beganNanos) / 1e9,
                                directory,
                                document,
                                cluster.cluster().bootstrapServers(),
                                cluster.cluster().schemaRegistryUrl()));
            }
            watch(cluster, talk);
        }
        return ExitCode.OK;
    }

    /** What a session needs that runs the pipeline's drift job. */
    private FlinkFiles forDrift(Pipeline pipeline) {
        if (pipeline.drift().isEmpty()) {
            throw new WrongUsageException(document + " has no section 'drift'; leave --flink out");
        }
        return FlinkFiles.beside();
    }

    private void start(LocalCluster cluster, Pipeline pipeline, int count, Optional<FlinkFiles> files)
            throws InterruptedException {
        cluster.makeTopics(pipeline);
        List<Instance> started = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            started.add(cluster.startInstance(
                    "instance-" + i,
                    document,
                    files.isPresent()
                            ? List.of("--no-drift")
                            : List.of("--drift-dir", directory.resolve("drift").toString())));
        }
        for (Instance instance : started) {
            cluster.awaitReady(instance);
        }
        if (files.isPresent()) {
            cluster.startDriftJob("drift-job", document, cluster.startFlink("", files.get()));
        }
    }

    /** Starts again what has ended, until the command is stopped. */
    private void watch(LocalCluster cluster, PrintWriter talk) throws InterruptedException {
        while (!stopped.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
            for (ClusterProcess process : cluster.processes()) {
                if (!process.alive() && stopped.getCount() > 0) {
                    if (process.failsToStart()) {
                        throw new CommandFailedException(
                                process.name() + " ended right after its start; its log is " + process.log());
                    }
                    if (cluster.startAgain(process)) {
                        say(talk, process.name() + " had ended; it is started again as process " + process.pid());
                    }
                }
            }
        }
    }

    private Map<String, Object> document(LocalCluster cluster, Pipeline pipeline) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pipeline", pipeline.name());
        document.put("bootstrapServers", cluster.cluster().bootstrapServers());
        document.put("schemaRegistryUrl", cluster.cluster().schemaRegistryUrl());
        document.put("http", cluster.instances().stream().map(Instance::url).toList());
        cluster.flink().ifPresent(session -> document.put("flink", session.url()));
        document.put("directory", directory.toString());
        List<Map<String, Object>> processes = new ArrayList<>();
        for (ClusterProcess process : cluster.processes()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", process.name());
            one.put("pid", process.pid());
            one.put("log", process.log().toString());
            processes.add(one);
        }
        document.put("processes", processes);
        return document;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
