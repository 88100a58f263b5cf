package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.app.run.Endpoints;
import io.streamgauge.app.tail.Tail;
import io.streamgauge.app.tail.TailTopic;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tail}: records of a pipeline's topics, as they come. */
@Command(
        name = "tail",
        description = "Prints records of one of a pipeline's topics as they are committed, until Ctrl-C or --limit.")
final class TailCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TOPIC",
            converter = TailTopicConverter.class,
            description = "predictions, corrections, alerts, retraining-events, metrics, dead-letters or late-events.")
    @SuppressWarnings("NullAway.Init")
    private TailTopic topic;

    @Option(
            names = "--pipeline",
            paramLabel = "NAME|FILE",
            description = "Pipeline, by name or by its document (default: the one that is running).")
    private @Nullable String pipeline;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--from-beginning", description = "Prints the records that are there already, too.")
    private boolean fromBeginning;

    @Option(names = "--limit", paramLabel = "N", description = "Ends after N records.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "A line or a JSON object per record (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new WrongUsageException("--limit is " + limit + "; allowed: 1 and more");
        }
        String name = pipelineName();
        PrintWriter out = spec.commandLine().getOut();
        // A closed pipe (tail ... | head) shows as an error of the writer, not as an exception.
        new Tail(connection.cluster(name), topic, name)
                .follow(
                        new Tail.Request(fromBeginning, limit, output == OutputForm.JSON),
                        out::println,
                        out::checkError);
        return ExitCode.OK;
    }

    private String pipelineName() {
        if (pipeline == null) {
            return connection.givenDataDirectory().map(TailCommand::nameIn).orElseGet(TailCommand::soleRunning);
        }
        if (TopicCatalogue.PIPELINE_NAME.matcher(pipeline).matches()) {
            return pipeline;
        }
        return PipelineFile.load(Path.of(pipeline)).name();
    }

    private static String nameIn(Path dataDirectory) {
        return Endpoints.read(dataDirectory)
                .map(Endpoints::pipeline)
                .orElseThrow(() -> new CommandFailedException(
                        "no pipeline is running in " + dataDirectory + "; name it with --pipeline"));
    }

    private static String soleRunning() {
        List<String> running = new ArrayList<>();
        Path parent = Path.of(DataDirectory.DEFAULT_PARENT);
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, Files::isDirectory)) {
                for (Path directory : directories) {
                    Endpoints.read(directory).filter(Endpoints::alive).ifPresent(e -> running.add(e.pipeline()));
                }
            } catch (IOException e) {
                throw new CommandFailedException("cannot read " + parent + ": " + e, e);
            }
        }
        if (running.size() == 1) {
            return running.get(0);
        }
        throw new WrongUsageException(
                running.isEmpty()
                        ? "no pipeline is running under " + parent.toAbsolutePath()
                                + "; start one, or name it with --pipeline"
                        : "several pipelines are running (" + String.join(", ", running)
                                + "); choose one with --pipeline");
    }
}
