package io.streamgauge.app.cli;

import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.run.StopSignal;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code registry}: a schema registry of its own beside a Kafka cluster, until it is stopped. */
@Command(
        name = "registry",
        description = {
            "Runs a schema registry that Confluent's clients can speak to, until Ctrl-C.",
            "Schemas are kept on topic _schemas of the Kafka cluster. One such registry may run on a cluster; it asks for no"
                    + " password."
        })
final class RegistryCommand implements Callable<Integer> {

    private static final int PORT = 8081;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT[,...]",
            required = true,
            description = "The Kafka cluster that keeps the schemas.")
    @SuppressWarnings("NullAway.Init")
    private String bootstrapServers;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where it listens; 0.0.0.0: on every address (default: 127.0.0.1).")
    private String host = "127.0.0.1";

    @Option(names = "--registry-port", paramLabel = "PORT", description = "Its port; 0: any free one (default: 8081).")
    private int port = PORT;

    @Option(names = "-X", paramLabel = "KEY=VALUE", description = "Kafka client property, passed on as it is.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        Map<String, String> client = new LinkedHashMap<>(properties);
        client.put("bootstrap.servers", bootstrapServers);
        KafkaPortOptions.checked("--registry-port", port);
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        StopSignal stop = StopSignal.install(line -> {
            out.println(line);
            out.flush();
        });
        try (EmbeddedRegistry registry = new EmbeddedRegistry(client, host, port)) {
            stop.closing(() -> {
                registry.close();
                stopped.countDown();
            });
            out.println("schema registry at " + registry.url() + "; Ctrl-C stops it.");
            out.flush();
            stopped.await();
        }
        return ExitCode.OK;
    }
}
