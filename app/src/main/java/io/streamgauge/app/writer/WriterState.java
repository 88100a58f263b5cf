package io.streamgauge.app.writer;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.PredictionWriter;
import io.streamgauge.schemas.TopicCatalogue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What switches have left to hold for one pipeline.
 *
 * @param pipeline the pipeline
 * @param records newest record of each key of its topic {@code <pipeline>.writer}
 */
public record WriterState(String pipeline, Map<String, PredictionWriter> records) {

    private static final String BEGUN = "/switch";

    public WriterState {
        records = Map.copyOf(records);
    }

    /** Key of a switch that has begun and not ended; that of one that has ended is the topic itself. */
    public static String keyOfBegun(String topic) {
        return topic + BEGUN;
    }

    /** Switches that have begun and not ended; until they have, none of their pipelines may run. */
    public List<PredictionWriter> begun() {
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(BEGUN))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Who writes the pipeline's own topic, if another does. */
    public Optional<PredictionWriter> replaced() {
        return Optional.ofNullable(records.get(ownTopic()))
                .filter(record -> !record.getWriter().equals(pipeline));
    }

    /** The topic of another pipeline that this one writes beside its own. */
    public Optional<PredictionWriter> served() {
        return records.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith(BEGUN))
                .map(Map.Entry::getValue)
                .filter(record -> record.getWriter().equals(pipeline))
                .findFirst();
    }

    /** The topic that its predictions are read from: another's once it has been switched to, else its own. */
    public String topic() {
        return served().map(PredictionWriter::getTopic).orElse(ownTopic());
    }

    /** The topic named after it. */
    public String ownTopic() {
        return new TopicCatalogue(pipeline).predictions().name();
    }

    /**
     * Passes when the pipeline may run.
     *
     * @throws CommandFailedException when another writes its topic, or a switch has not ended
     */
    public WriterState requireMayRun() {
        begun().forEach(record -> {
            throw new CommandFailedException("pipeline " + pipeline + " cannot run: a switch of " + record.getTopic()
                    + " from " + record.getFormer() + " to " + record.getWriter()
                    + " has begun and not ended; run 'streamgauge switch " + record.getFormer() + " "
                    + record.getWriter() + "' again, which ends it");
        });
        replaced().ifPresent(record -> {
            throw new CommandFailedException("pipeline " + pipeline + " cannot run: " + record.getTopic()
                    + " has been written by pipeline " + record.getWriter() + " since " + record.getSince()
                    + ". To go back, run this definition under another name, 'pipeline: <name>', until it has caught up,"
                    + " and then 'streamgauge switch " + record.getWriter() + " <name>'; docs/change.md.");
        });
        return this;
    }
}
