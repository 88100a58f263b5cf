package io.streamgauge.app.instances;

import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.stream.Visit;
import java.util.List;

/**
 * What one instance asks another about events of the scored source that are not published: what they would find, were they the
 * next to come.
 */
public record VisitQuery(List<Part> parts) {

    public VisitQuery {
        parts = List.copyOf(parts);
    }

    /** What is asked of one partition; only who takes in its events may answer. */
    public sealed interface Part {
        int partition();
    }

    /** How far the events of a partition of the scored source have come. */
    public record Intake(int partition) implements Part {}

    /**
     * What events would find in the rows of a partition.
     *
     * @param visits all of the view
     */
    public record Visits(ViewDefinition view, int partition, List<Visit> visits) implements Part {

        public Visits {
            visits = List.copyOf(visits);
        }
    }

    int visits() {
        return parts.stream()
                .mapToInt(part -> part instanceof Visits of ? of.visits().size() : 1)
                .sum();
    }
}
