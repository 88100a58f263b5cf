package io.streamgauge.app.cli;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.app.run.Endpoints;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said once a pipeline is up: where to publish, where to read, what to try next. */
final class Announcement {

    private Announcement() {}

    static void print(PipelineRuntime runtime, Path dataDirectory, PrintWriter out) {
        Pipeline pipeline = runtime.pipeline();
        Endpoints endpoints = runtime.endpoints();
        String sources = pipeline.features().sources().values().stream()
                .map(SourceDefinition::topic)
                .collect(Collectors.joining(", "));
        out.println(String.format(
                Locale.ROOT,
                "Pipeline %s is up after %.1f s.",
                pipeline.name(),
                runtime.startup().toMillis() / 1_000.0));
        line(out, "events", sources);
        line(
                out,
                "predictions",
                new TopicCatalogue(pipeline.name()).predictions().name()
                        + runtime.served()
                                .map(topic -> ", and " + topic + " since the switch to " + pipeline.name())
                                .orElse(""));
        line(out, "Kafka", endpoints.bootstrapServers());
        line(out, "registry", endpoints.schemaRegistryUrl());
        endpoints.http().ifPresent(url -> line(out, "dashboard", url));
        line(out, "data", dataDirectory + " (log: " + dataDirectory.resolve("streamgauge.log") + ")");
        runtime.changes().forEach(change -> line(out, "definition", change));
        String where = dataDirectory.equals(DataDirectory.defaultFor(pipeline.name()))
                ? "--pipeline " + pipeline.name()
                : "--data-dir " + dataDirectory;
        out.println("Next, in another terminal: ./streamgauge tail predictions " + where);
        out.println("Ctrl-C stops it; the next start goes on where it stopped.");
        out.flush();
    }

    /** The same for programs. */
    static Map<String, Object> document(PipelineRuntime runtime, Path dataDirectory) {
        Pipeline pipeline = runtime.pipeline();
        Endpoints endpoints = runtime.endpoints();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pipeline", pipeline.name());
        document.put(
                "events",
                pipeline.features().sources().values().stream()
                        .map(SourceDefinition::topic)
                        .toList());
        document.put(
                "predictions", new TopicCatalogue(pipeline.name()).predictions().name());
        document.put("served", runtime.served());
        document.put("bootstrapServers", endpoints.bootstrapServers());
        document.put("schemaRegistryUrl", endpoints.schemaRegistryUrl());
        document.put("http", endpoints.http());
        document.put("dataDirectory", dataDirectory.toString());
        document.put("startUpSeconds", runtime.startup().toMillis() / 1_000.0);
        return document;
    }

    private static void line(PrintWriter out, String what, String where) {
        out.println(String.format(Locale.ROOT, "  %-12s %s", what, where));
    }
}
