package io.streamgauge.store.backfill.training;

import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.EventRules;
import io.streamgauge.store.backfill.PartitionClocks;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files that stand for a topic: their rows were published in order, each to the partition where {@code replay} puts it. */
public final class FileHistory implements History {

    private final SourceDefinition source;
    private final List<Path> files;
    private final EventFiles reader;
    private final int partitions;

    /**
     * @param files in order of time
     * @param reader how files become events
     * @param partitions how many the topic has
     */
    public FileHistory(SourceDefinition source, List<Path> files, EventFiles reader, int partitions) {
        this.source = source;
        this.files = List.copyOf(files);
        this.reader = reader;
        this.partitions = partitions;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public void read(Arrivals arrivals) throws IOException {
        PartitionClocks places = new PartitionClocks(source, partitions);
        EventRules rules = new EventRules(source);
        for (Path file : files) {
            reader.read(source, file, new EventFiles.Rows() {
                private long row;

                @Override
                public void accept(Event event) {
                    long number = row++;
                    long refused = rules.refused();
                    if (rules.accept(event)) {
                        arrivals.accept(event, new Origin(file.toString(), places.partitionOf(event), number));
                    } else {
                        List<String> first = rules.refusedFirst();
                        arrivals.refuse(
                                refused < first.size()
                                        ? first.get((int) refused)
                                        : "event " + event.id() + " breaks a rule");
                    }
                }

                @Override
                public void refuse(String why) {
                    row++;
                    arrivals.refuse(why);
                }
            });
        }
    }
}
