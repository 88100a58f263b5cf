package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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

    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString VALUE = new SerializedString("value");
    private static final SerializableString STATUS = new SerializedString("status");
    private static final SerializableString EVENT_TIME = new SerializedString("eventTime");
    private static final SerializableString AGE_MS = new SerializedString("ageMs");

    private final OnlineAnswer answer;
    private final SerializableString[] names;
    private final Moments moments = new Moments();

    private FeatureAnswers(String view, OnlineAnswer answer) {
        this.answer = answer;
        this.names = answer.plan().names().stream()
                .map(name -> new SerializedString(shortName(view, name)))
                .toArray(SerializableString[]::new);
    }

    /** Answer to a GET: one entity. */
    static byte[] one(String view, String entity, OnlineAnswer answer) throws IOException {
        FeatureAnswers answers = new FeatureAnswers(view, answer);
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
    static byte[] several(String view, OnlineAnswer answer, List<Map<String, @Nullable Object>> entities)
            throws IOException {
        FeatureAnswers answers = new FeatureAnswers(view, answer);
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

    /** A feature's name within what is read: {@code tx_count_1d} of view customer; the model's inputs keep theirs. */
    static String shortName(String view, String name) {
        return name.startsWith(view + ".") ? name.substring(view.length() + 1) : name;
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
        List<FieldType> types = answer.plan().types();
        FeatureValues values = row.values();
        json.writeBooleanField("known", row.known());
        json.writeArrayFieldStart("features");
        for (int i = 0; i < names.length; i++) {
            json.writeStartObject();
            json.writeFieldName(NAME);
            json.writeString(names[i]);
            json.writeFieldName(VALUE);
            TypedValue.write(json, values, i, types.get(i));
            json.writeFieldName(STATUS);
            json.writeString(Statuses.text(values.statusAt(i)));
            OptionalLong newestMs = row.newestEventMs(i);
            json.writeFieldName(EVENT_TIME);
            if (newestMs.isPresent()) {
                json.writeString(moments.text(newestMs.getAsLong()));
                json.writeFieldName(AGE_MS);
                json.writeNumber(answer.atMs() - newestMs.getAsLong());
            } else {
                json.writeNull();
                json.writeFieldName(AGE_MS);
                json.writeNull();
            }
            Optional<Completeness.Entry> incomplete = row.incomplete(i);
            if (incomplete.isPresent()) {
                incomplete(json, incomplete.get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void incomplete(JsonGenerator json, Completeness.Entry entry) throws IOException {
        json.writeBooleanField("incomplete", true);
        Optional<Long> fromMs = entry.completeFromMs();
        if (fromMs.isPresent()) {
            json.writeFieldName("completeFrom");
            json.writeString(moments.text(fromMs.get()));
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
