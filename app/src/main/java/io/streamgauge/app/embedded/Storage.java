package io.streamgauge.app.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The directory of a broker's logs, as Kafka wants it before the first start. */
final class Storage {

    static final String CONTROLLER = "CONTROLLER";

    private Storage() {}

    /** Writes the directory's identity at the first start; does nothing later. */
    static void format(Path data, int nodeId, String clusterId) throws Exception {
        new Formatter()
                .setNodeId(nodeId)
                .setClusterId(clusterId)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .setControllerListenerName(CONTROLLER)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /** The id of the cluster that the directory was formatted for, if it was. */
    static Optional<String> clusterId(Path data) throws IOException {
        Path identity = data.resolve("meta.properties");
        if (!Files.exists(identity)) {
            return Optional.empty();
        }
        Properties written = new Properties();
        try (var in = Files.newInputStream(identity)) {
            written.load(in);
        }
        return Optional.ofNullable(written.getProperty("cluster.id"));
    }
}
