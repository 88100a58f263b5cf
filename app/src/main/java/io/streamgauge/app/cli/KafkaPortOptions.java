package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports of the embedded broker and registry. They are bound on loopback. */
final class KafkaPortOptions {

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description =
                    "Port of the embedded broker (default: that of the last run, else 9092; a free one if it is taken; 0: any free one).")
    private @Nullable Integer kafka;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description =
                    "Port of the embedded schema registry (default: that of the last run, else 8081; a free one if it is taken; 0: any free one).")
    private @Nullable Integer registry;

    OptionalInt kafka() {
        return checked("--kafka-port", kafka);
    }

    OptionalInt registry() {
        return checked("--registry-port", registry);
    }

    static OptionalInt checked(String option, @Nullable Integer port) {
        if (port == null) {
            return OptionalInt.empty();
        }
        if (port < 0 || port > 65_535) {
            throw new WrongUsageException(option + " is " + port + "; allowed: 0 to 65535");
        }
        return OptionalInt.of(port);
    }
}
