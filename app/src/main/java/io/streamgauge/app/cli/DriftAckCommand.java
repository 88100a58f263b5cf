package io.streamgauge.app.cli;

import io.streamgauge.app.retraining.Acknowledgements;
import io.streamgauge.schemas.AckStatus;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drift ack}: says what became of a retraining event. */
@Command(
        name = "ack",
        description = {
            "Says what became of a retraining event, in the topic <pipeline>.retraining-acks.",
            "An event that is acknowledged is not delivered again."
        })
final class DriftAckCommand implements Callable<Integer> {

    /** What somebody may say of an event. */
    enum Status {
        ACCEPTED,
        REJECTED,
        DONE
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @Parameters(
            index = "1",
            paramLabel = "EVENT",
            description = "The event's id, or its first letters, six or more, where no other event has them.")
    @SuppressWarnings("NullAway.Init")
    private String event;

    @Option(
            names = "--status",
            required = true,
            paramLabel = "accepted|rejected|done",
            description = "accepted: somebody is at it; rejected: nothing will be done; done: a new model is there.")
    @SuppressWarnings("NullAway.Init")
    private Status status;

    @Option(names = "--model-version", paramLabel = "VERSION", description = "The version that came of it.")
    private @Nullable String modelVersion;

    @Option(names = "--author", paramLabel = "NAME", description = "Who says so (default: the user of this process).")
    private @Nullable String author;

    @Option(names = "--note", paramLabel = "TEXT", description = "A remark to be kept with it.")
    private String note = "";

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "A sentence or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        String name = PipelineNames.of(pipeline);
        RetrainingAck ack;
        try (Acknowledgements acknowledgements = new Acknowledgements(connection.cluster(name), name)) {
            RetrainingEvent found = acknowledgements.event(event);
            ack = RetrainingAck.newBuilder()
                    .setEventId(found.getEventId())
                    .setPipeline(name)
                    .setStatus(AckStatus.valueOf(status.name()))
                    .setAuthor(author == null ? System.getProperty("user.name", "") : author)
                    .setAt(Instant.now())
                    .setModelVersion(modelVersion)
                    .setNote(note)
                    .build();
            acknowledgements.publish(ack);
        }
        print(ack);
        return ExitCode.OK;
    }

    private void print(RetrainingAck ack) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("eventId", ack.getEventId());
            json.put("pipeline", ack.getPipeline());
            json.put("status", ack.getStatus().name());
            json.put("author", ack.getAuthor());
            json.put("at", ack.getAt());
            json.put("modelVersion", ack.getModelVersion());
            json.put("note", ack.getNote());
            out.println(Json.write(json));
        } else {
            out.println("Retraining event " + ack.getEventId() + " of pipeline " + ack.getPipeline() + ": "
                    + ack.getStatus().name().toLowerCase(Locale.ROOT) + " by " + ack.getAuthor() + ".");
        }
    }
}
