package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers to reads of features as JSON, written value by value, for that is most of what a read of many entities costs.
 *
 * <pre>
 * one       {"view", "entity", "at", "basis", "watermark", "restoring", "instance", "role", "stalenessMs", "servedBy", "known", "features"}
 * several   {"view", "at", "basis", "watermark", "restoring", "instance", "role", "stalenessMs", "servedBy",
 *            "results": [{"entity": {field: value}, "known", "features"}]}, in the order of the request
 * features  [{"name", "value", "status", "eventTime", "ageMs"}], and where events that count may be missing
 *           "incomplete": true and "completeFrom", left out when it will never be
 * </pre>
 */
final class FeatureAnswers {

    /** What stands between a value and the time of its newest event. */
    private static final Map<ValueStatus, SerializableString> STATUSES = new EnumMap<>(ValueStatus.class);

    private static final SerializableString UNTIMED = new SerializedString("null,\"ageMs\":null");

    static {
        for (ValueStatus status : ValueStatus.values()) {
            STATUSES.put(status, new SerializedString(",\"status\":\"" + status.name() + "\",\"eventTime\":"));
        }
    }

    private final OnlineAnswer answer;
    /** What stands before each value. */
    private final SerializableString[] begins;

    private final ShownValue[] values;
    private final Moments moments = new Moments();
    private long timedMs;
    private @Nullable SerializableString timed;

    private FeatureAnswers(ChosenFeatures.Chosen chosen, OnlineAnswer answer) {
        this.answer = answer;
        this.begins = chosen.begins();
        this.values = ShownValue.of(chosen.columns(), chosen.plan().types());
    }

    /** Answer to a GET: one entity. */
    static byte[] one(String view, ChosenFeatures.Chosen chosen, String entity, OnlineAnswer answer)
            throws IOException {
        FeatureAnswers answers = new FeatureAnswers(chosen, answer);
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("view", view);
            json.writeStringField("entity", entity);
            answers.shared(json);
            answers.row(json, answer.rows().get(0));
            json.writeEndObject();
        });
    }

    /**
     * Answer to a POST: several entities.
     *
     * @param entities of each row, its fields that name entities
     */
    static byte[] several(
            String view,
            ChosenFeatures.Chosen chosen,
            OnlineAnswer answer,
            List<Map<String, @Nullable Object>> entities)
            throws IOException {
        FeatureAnswers answers = new FeatureAnswers(chosen, answer);
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("view", view);
            answers.shared(json);
            json.writeArrayFieldStart("results");
            for (int i = 0; i < entities.size(); i++) {
                json.writeStartObject();
                json.writeObjectFieldStart("entity");
                for (Map.Entry<String, @Nullable Object> field : entities.get(i).entrySet()) {
                    json.writeFieldName(field.getKey());
                    Json.value(json, field.getValue());
                }
                json.writeEndObject();
                answers.row(json, answer.rows().get(i));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void shared(JsonGenerator json) throws IOException {
        json.writeFieldName("at");
        json.writeString(moments.text(answer.atMs()));
        json.writeStringField("basis", answer.basis().name());
        moment(json, "watermark", answer.watermarkMs());
        json.writeBooleanField("restoring", answer.restoring());
        server(json, answer.servedBy().get(0));
        json.writeArrayFieldStart("servedBy");
        for (ServedBy by : answer.servedBy()) {
            json.writeStartObject();
            server(json, by);
            json.writeNumberField("recordsBehind", by.behindRecords());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void server(JsonGenerator json, ServedBy by) throws IOException {
        json.writeStringField("instance", by.instance());
        json.writeStringField("role", by.role().name());
        json.writeNumberField("stalenessMs", by.behindMs());
    }

    private void row(JsonGenerator json, OnlineAnswer.Row row) throws IOException {
        FeatureValues all = row.values();
        json.writeBooleanField("known", row.known());
        json.writeArrayFieldStart("features");
        for (int i = 0; i < values.length; i++) {
            ShownValue value = values[i];
            json.writeRaw(begins[i]);
            value.raw(json, all);
            json.writeRaw(Objects.requireNonNull(STATUSES.get(value.status(all))));
            OptionalLong newestMs = value.newestEventMs(row);
            json.writeRaw(newestMs.isPresent() ? timed(newestMs.getAsLong()) : UNTIMED);
            Optional<Completeness.Entry> incomplete = value.incomplete(row);
            if (incomplete.isPresent()) {
                incomplete(json, incomplete.get());
            }
            json.writeRaw('}');
        }
        json.writeEndArray();
    }

    /** What follows the status; of the many features of an entity most have the same. */
    private SerializableString timed(long newestMs) {
        SerializableString known = timed;
        if (known == null || newestMs != timedMs) {
            known = new SerializedString(
                    "\"" + moments.text(newestMs).getValue() + "\",\"ageMs\":" + (answer.atMs() - newestMs));
            timed = known;
            timedMs = newestMs;
        }
        return known;
    }

    private void incomplete(JsonGenerator json, Completeness.Entry entry) throws IOException {
        json.writeRaw(",\"incomplete\":true");
        Optional<Long> fromMs = entry.completeFromMs();
        if (fromMs.isPresent()) {
            json.writeRaw(",\"completeFrom\":\"");
            json.writeRaw(moments.text(fromMs.get()));
            json.writeRaw('"');
        }
    }

    private void moment(JsonGenerator json, String name, OptionalLong timeMs) throws IOException {
        json.writeFieldName(name);
        if (timeMs.isPresent()) {
            json.writeString(moments.text(timeMs.getAsLong()));
        } else {
            json.writeNull();
        }
    }
}
