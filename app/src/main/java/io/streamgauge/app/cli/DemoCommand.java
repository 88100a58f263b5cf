package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.demo.Demo;
import io.streamgauge.app.demo.DemoOptions;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.schemas.config.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the fraud pipeline on generated transactions. */
@Command(
        name = "demo",
        description = {
            "Runs the fraud pipeline in this process on generated card transactions, until Ctrl-C or a limit.",
            "A second start goes on where the last one stopped.",
            "With --bootstrap-servers it is one more instance of the pipeline on a cluster, without the drift job, and publishes there."
        })
final class DemoCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--events", paramLabel = "N", description = "Ends after N transactions.")
    private @Nullable Long events;

    @Option(names = "--for", paramLabel = "DURATION", description = "Ends after a while, such as 60s.")
    private @Nullable String time;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Transactions per second, at most (default: ${DEFAULT-VALUE}).")
    private double rate = 2_000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the generated world (default: 42).")
    private @Nullable Long seed;

    @Option(
            names = "--shift-day",
            paramLabel = "N",
            description =
                    "Day of event time on which the distribution shifts (default: 58, a week after the reference).")
    private @Nullable Integer shiftDay;

    @Option(names = "--no-shift", description = "Leaves the distribution as it is.")
    private boolean noShift;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--clean", description = "Starts anew: empties the data directory first.")
    private boolean clean;

    @Mixin
    private PortOptions ports = new PortOptions();

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "The summary as text, or as one JSON document on stdout (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() throws InterruptedException {
        http.warning().ifPresent(spec.commandLine().getErr()::println);
        new Demo(options(), spec.commandLine().getOut(), spec.commandLine().getErr()).run();
        return ExitCode.OK;
    }

    private DemoOptions options() {
        Optional<Cluster> cluster = connection.givenCluster();
        RuntimeOptions runtime = RuntimeOptions.in(connection.dataDirectory("fraud"))
                .cluster(cluster)
                .kafkaPort(ports.kafka())
                .registryPort(ports.registry())
                .httpPort(ports.http())
                // On a cluster it is the matter of a Flink session, or of another instance.
                .drift(cluster.isEmpty())
                .clientProperties(connection.clientProperties())
                .http(http.settings())
                .build();
        if (!(rate > 0 && rate <= 1e6)) {
            throw new WrongUsageException("--rate is " + rate + "; allowed: above 0, to 1000000");
        }
        return new DemoOptions(
                Optional.empty(),
                runtime,
                clean,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                shift(),
                limit(),
                Optional.ofNullable(time).map(DemoCommand::duration),
                rate,
                output == OutputForm.JSON);
    }

    private Optional<DemoOptions.Shift> shift() {
        if (noShift && shiftDay != null) {
            throw new WrongUsageException("--no-shift and --shift-day exclude each other");
        }
        if (shiftDay != null && shiftDay < 0) {
            throw new WrongUsageException("--shift-day is " + shiftDay + "; allowed: 0 and more");
        }
        return noShift
                ? Optional.of(DemoOptions.Shift.NONE)
                : Optional.ofNullable(shiftDay).map(DemoOptions.Shift::on);
    }

    private OptionalLong limit() {
        if (events == null) {
            return OptionalLong.empty();
        }
        if (events < 1) {
            throw new WrongUsageException("--events is " + events + "; allowed: 1 and more");
        }
        return OptionalLong.of(events);
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .filter(d -> !d.isZero())
                .orElseThrow(() -> new WrongUsageException("--for is '" + text + "'; allowed: " + Durations.ALLOWED));
    }
}
