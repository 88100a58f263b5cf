package io.streamgauge.app.backtest;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.LabelsDefinition;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.drift.LabelReader;
import io.streamgauge.drift.LabelRow;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.store.backfill.PartitionClocks;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a CSV file of the labels' source, where {@code replay} would put them: in the partition of their record key, with the
 * offsets of a topic that was empty. A row that is no event, and one whose outcome cannot be used, is counted.
 */
public final class FileLabels implements LabelSource {

    private final Pipeline pipeline;
    private final Path file;
    private final Kind kind;
    private final int outcome;
    private final CsvEvents events;
    private final PartitionClocks places;
    private final long[] offsets;
    private final BadLabels bad = new BadLabels();

    /**
     * @param pipeline that has labels and follows performance
     * @param partitions of the topic that the file stands for
     * @throws CommandFailedException when it cannot be read, or has no column for a field; the message lists those it has
     */
    public FileLabels(Pipeline pipeline, Path file, int partitions) {
        LabelsDefinition labels = pipeline.labels().orElseThrow();
        SourceDefinition source = pipeline.features().source(labels.source());
        this.pipeline = pipeline;
        this.file = file;
        this.kind = OutcomeReplay.performance(pipeline).kind();
        this.outcome = source.schema().indexOf(labels.outcome());
        this.places = new PartitionClocks(source, partitions);
        this.offsets = new long[partitions];
        try {
            this.events = CsvEvents.open(file, source);
        } catch (CsvException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandFailedException unreadable(Exception e) {
        return new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
    }

    @Override
    public String name() {
        return file.toString();
    }

    /** Reads the file until each partition has a label: to its end only where one has none. */
    @Override
    public Set<Integer> filled() {
        Set<Integer> filled = new TreeSet<>();
        try (FileLabels again = new FileLabels(pipeline, file, offsets.length)) {
            for (LabelRow label = again.next(); label != null; label = again.next()) {
                filled.add(label.partition);
                if (filled.size() == offsets.length) {
                    break;
                }
            }
        }
        return filled;
    }

    @Override
    public @Nullable LabelRow next() {
        while (events.hasNext()) {
            try {
                Event event = events.next();
                LabelRow label = new LabelRow();
                // An event without a key may be anywhere.
                label.partition = Math.max(0, places.partitionOf(event));
                label.offset = offsets[label.partition]++;
                label.timeMs = event.timeMs();
                label.eventId = event.id();
                label.outcome = outcome(event);
                return label;
            } catch (CsvException e) {
                bad.add(String.valueOf(e.getMessage()));
            } catch (LabelReader.BadLabelException e) {
                bad.add(file + ": row " + events.rows() + ": " + e.getMessage());
            }
        }
        return null;
    }

    private double outcome(Event event) throws LabelReader.BadLabelException {
        if (event.isNull(outcome)) {
            throw new LabelReader.BadLabelException(
                    "field '" + event.schema().names().get(outcome) + "' is null");
        }
        return LabelReader.usable(event.numberAt(outcome), kind);
    }

    @Override
    public BadLabels bad() {
        return bad;
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
