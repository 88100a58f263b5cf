package io.streamgauge.app.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ports of the embedded parts. All of them are bound on loopback, but for {@link HttpOptions}. */
final class PortOptions {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "Port of the HTTP API and dashboard (default: the last run's, else 8080, else any free one; 0: any free one).")
    private @Nullable Integer http;

    @Mixin
    private KafkaPortOptions embedded = new KafkaPortOptions();

    OptionalInt http() {
        return KafkaPortOptions.checked("--port", http);
    }

    OptionalInt kafka() {
        return embedded.kafka();
    }

    OptionalInt registry() {
        return embedded.registry();
    }
}
