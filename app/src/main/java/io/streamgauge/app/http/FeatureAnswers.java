package io.streamgauge.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.change.Completeness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The shapes of answers to reads of features. */
final class FeatureAnswers {

    private FeatureAnswers() {}

    /**
     * One feature.
     *
     * @param value null when missing; a number, a string for a text, true or false for a boolean, and for a timestamp
     *     2018-04-01T00:00:31Z
     * @param eventTime time of the newest event it knows of; null when it knows of none, or is computed on request
     * @param ageMs how long before the moment of the read that was
     * @param incomplete true when events that count at the moment may be missing; else left out
     * @param completeFrom the first moment at which none is missing; left out when it is complete or never will be
     */
    record Feature(
            String name,
            @Nullable Object value,
            ValueStatus status,
            @Nullable Instant eventTime,
            @Nullable Long ageMs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean incomplete,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant completeFrom) {}

    /** Answer to a GET: one entity. */
    record One(
            String view,
            String entity,
            Instant at,
            OnlineAnswer.Basis basis,
            @Nullable Instant watermark,
            boolean restoring,
            String instance,
            String role,
            boolean known,
            List<Feature> features) {

        static One of(String view, String entity, OnlineAnswer answer) {
            OnlineAnswer.Row row = answer.rows().get(0);
            return new One(
                    view,
                    entity,
                    Instant.ofEpochMilli(answer.atMs()),
                    answer.basis(),
                    instant(answer.watermarkMs()),
                    answer.restoring(),
                    answer.servedBy().instance(),
                    answer.servedBy().role().name(),
                    row.known(),
                    all(view, answer, row));
        }
    }

    /** Answer to a POST: several entities, in the order of the request. */
    record Several(
            String view,
            Instant at,
            OnlineAnswer.Basis basis,
            @Nullable Instant watermark,
            boolean restoring,
            String instance,
            String role,
            List<Result> results) {

        /** @param entities of each row, its fields that name entities */
        static Several of(String view, OnlineAnswer answer, List<Map<String, @Nullable Object>> entities) {
            List<Result> results = new ArrayList<>(entities.size());
            for (int i = 0; i < entities.size(); i++) {
                OnlineAnswer.Row row = answer.rows().get(i);
                results.add(new Result(entities.get(i), row.known(), all(view, answer, row)));
            }
            return new Several(
                    view,
                    Instant.ofEpochMilli(answer.atMs()),
                    answer.basis(),
                    instant(answer.watermarkMs()),
                    answer.restoring(),
                    answer.servedBy().instance(),
                    answer.servedBy().role().name(),
                    results);
        }
    }

    /** One entity of several. */
    record Result(Map<String, @Nullable Object> entity, boolean known, List<Feature> features) {}

    /** A feature's name within what is read: {@code tx_count_1d} of view customer; the model's inputs keep theirs. */
    static String shortName(String view, String name) {
        return name.startsWith(view + ".") ? name.substring(view.length() + 1) : name;
    }

    private static List<Feature> all(String view, OnlineAnswer answer, OnlineAnswer.Row row) {
        List<String> names = answer.plan().names();
        List<Feature> features = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            OptionalLong newestMs = row.newestEventMs(i);
            Completeness.Entry incomplete = row.incomplete(i).orElse(null);
            features.add(new Feature(
                    shortName(view, names.get(i)),
                    TypedValue.of(row.values(), i, answer.plan().types().get(i)),
                    row.values().statusAt(i),
                    instant(newestMs),
                    newestMs.isPresent() ? (Long) (answer.atMs() - newestMs.getAsLong()) : null,
                    incomplete == null ? null : (Boolean) true,
                    incomplete == null
                            ? null
                            : incomplete
                                    .completeFromMs()
                                    .map(Instant::ofEpochMilli)
                                    .orElse(null)));
        }
        return features;
    }

    private static @Nullable Instant instant(OptionalLong timeMs) {
        return timeMs.isPresent() ? Instant.ofEpochMilli(timeMs.getAsLong()) : null;
    }
}
