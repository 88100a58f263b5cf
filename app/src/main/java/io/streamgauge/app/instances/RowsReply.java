package io.streamgauge.app.instances;

import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.ServedBy;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an instance answers to a {@link RowsQuery}.
 *
 * @param parts one for each part of the query, in its order
 */
public record RowsReply(List<Part> parts) {

    public RowsReply {
        parts = List.copyOf(parts);
    }

    /** The answer for one partition. */
    public sealed interface Part {}

    /**
     * It was read.
     *
     * @param watermarkMs scored events to come into the partition are not earlier than this, less their source's lateness;
     *     empty while it is not known
     * @param entities in the order of the query
     */
    public record Rows(ServedBy servedBy, OptionalLong watermarkMs, List<EntityFeatures> entities) implements Part {

        public Rows {
            entities = List.copyOf(entities);
        }
    }

    /**
     * It cannot be read here now.
     *
     * @param reason why, in a few words
     */
    public record Declined(String reason) implements Part {}
}
