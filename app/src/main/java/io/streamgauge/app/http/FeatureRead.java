package io.streamgauge.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.streamgauge.schemas.ValueStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view's features of one entity as of a moment.
 *
 * @param at the moment they were evaluated at, event time
 * @param basis where that moment comes from
 * @param known whether the entity has a row: whether any of its events was seen
 */
public record FeatureRead(String view, String entity, Instant at, Basis basis, boolean known, List<Feature> features) {

    /** Where the moment of a read comes from. */
    public enum Basis {
        /** The caller named it. */
        REQUESTED,
        /** The greatest event time the scored source has reached. */
        EVENT_TIME_PROGRESS
    }

    /**
     * One feature.
     *
     * @param value null when missing; a number, a string for a text, true or false for a boolean, and for a timestamp
     *     2018-04-01T00:00:31Z
     * @param incomplete true when events that count at the moment may be missing; else left out
     * @param completeFrom the first moment at which none is missing; left out when it is complete or never will be
     */
    public record Feature(
            String name,
            @Nullable Object value,
            ValueStatus status,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean incomplete,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant completeFrom) {

        /** A feature that is complete. */
        public Feature(String name, @Nullable Object value, ValueStatus status) {
            this(name, value, status, null, null);
        }
    }
}
