package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.app.run.Endpoints;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka and the registry are: given, or those of the instance running in the data directory. */
final class ConnectionOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT[,...]",
            description = "Kafka cluster. Without it the embedded broker of the data directory is used.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            description = "Confluent-compatible schema registry of that cluster.")
    private @Nullable String schemaRegistryUrl;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the pipeline keeps everything (default: .streamgauge/<pipeline>).")
    private @Nullable Path dataDirectory;

    @Option(
            names = "-X",
            paramLabel = "KEY=VALUE",
            description =
                    "Kafka client property, passed on as it is; keys that start with schema.registry. go to the registry's client.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "Java properties file with such properties; -X wins.")
    private @Nullable Path propertiesFile;

    Path dataDirectory(String pipeline) {
        return dataDirectory == null ? DataDirectory.defaultFor(pipeline) : dataDirectory;
    }

    /** The data directory given, if one was. */
    Optional<Path> givenDataDirectory() {
        return Optional.ofNullable(dataDirectory);
    }

    /** The cluster given on the command line; empty when none was. */
    Optional<Cluster> givenCluster() {
        if (bootstrapServers == null) {
            if (schemaRegistryUrl != null) {
                throw new WrongUsageException("--schema-registry-url needs --bootstrap-servers as well");
            }
            return Optional.empty();
        }
        if (schemaRegistryUrl == null) {
            throw new WrongUsageException("--bootstrap-servers needs --schema-registry-url as well,"
                    + " since predictions are written as Avro");
        }
        return Optional.of(new Cluster(bootstrapServers, schemaRegistryUrl, clientProperties()));
    }

    /** The cluster given, or the one that a running instance of the pipeline left in its data directory. */
    Cluster cluster(String pipeline) {
        return givenCluster().orElseGet(() -> running(dataDirectory(pipeline), pipeline));
    }

    private Cluster running(Path directory, String pipeline) {
        Endpoints endpoints = Endpoints.read(directory)
                .filter(Endpoints::alive)
                .orElseThrow(() -> new CommandFailedException("pipeline " + pipeline + " is not running in " + directory
                        + "; start it with 'streamgauge run', or its Kafka alone with 'streamgauge cluster', or say where Kafka is with --bootstrap-servers and"
                        + " --schema-registry-url"));
        return new Cluster(endpoints.bootstrapServers(), endpoints.schemaRegistryUrl(), clientProperties());
    }

    /** Properties from the file, then those given one by one. */
    Map<String, String> clientProperties() {
        Map<String, String> all = new LinkedHashMap<>();
        if (propertiesFile != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(propertiesFile)) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new WrongUsageException("cannot read --properties " + propertiesFile + ": " + e);
            }
            file.stringPropertyNames().forEach(key -> all.put(key, file.getProperty(key)));
        }
        all.putAll(properties);
        return all;
    }
}
