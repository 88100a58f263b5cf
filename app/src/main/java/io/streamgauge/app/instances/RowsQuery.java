package io.streamgauge.app.instances;

import java.util.List;

/**
 * What one instance asks another: features of entities whose rows it keeps, all of one view and as of one moment.
 *
 * @param definition hash of the sources and views; who runs another definition does not answer
 * @param view name of the view
 * @param atMs the moment, milliseconds since 1970-01-01 UTC
 * @param parts the entities by the partition of their rows
 */
public record RowsQuery(String definition, String view, long atMs, List<Part> parts) {

    public RowsQuery {
        parts = List.copyOf(parts);
    }

    /**
     * Entities of one partition.
     *
     * @param entities their texts
     */
    public record Part(int partition, List<String> entities) {

        public Part {
            entities = List.copyOf(entities);
        }
    }

    int entities() {
        return parts.stream().mapToInt(part -> part.entities().size()).sum();
    }
}
