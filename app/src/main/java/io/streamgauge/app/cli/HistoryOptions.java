package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.history.Histories;
import io.streamgauge.store.definition.FeatureDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the past is read from, and what reading it may use. */
final class HistoryOptions {

    @Option(
            names = "--input",
            paramLabel = "SOURCE=FILE",
            description = {
                "File of a source's events, CSV (gzipped or not) or *.parquet; may be given several times, also for one"
                        + " source, in order of time.",
                "Sources without one are read from their topics, up to what is committed now."
            })
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of the topics that files stand for (default: runtime.partitions of the pipeline).")
    private @Nullable Integer partitions;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute (default: one per processor).")
    private @Nullable Integer threads;

    @Option(
            names = "--scratch-dir",
            paramLabel = "DIR",
            description = "Where to keep what does not fit into memory meanwhile (default: beside the result).")
    private @Nullable Path scratch;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    Histories histories(Pipeline pipeline, FeatureDefinition definition) {
        Map<String, List<Path>> files = new LinkedHashMap<>();
        for (String input : inputs) {
            int equals = input.indexOf('=');
            if (equals < 1) {
                throw new WrongUsageException("--input is '" + input + "'; expected SOURCE=FILE, such as "
                        + pipeline.features().scored() + "=events.csv");
            }
            Path file = Path.of(input.substring(equals + 1));
            InputFiles.check("--input " + input.substring(0, equals), file);
            files.computeIfAbsent(input.substring(0, equals), source -> new ArrayList<>())
                    .add(file);
        }
        int topicPartitions = partitions == null ? pipeline.runtime().partitions() : partitions;
        atLeastOne("--partitions", topicPartitions);
        return new Histories(definition, files, topicPartitions, () -> connection.cluster(pipeline.name()));
    }

    int threads() {
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        atLeastOne("--threads", workers);
        return workers;
    }

    /** @param beside a file that is to be made */
    Path scratch(Path beside) {
        Path parent = beside.toAbsolutePath().getParent();
        return scratch != null ? scratch : parent == null ? Path.of("") : parent;
    }

    private static void atLeastOne(String option, int number) {
        if (number < 1) {
            throw new WrongUsageException(option + " is " + number + "; allowed: 1 and more");
        }
    }
}
