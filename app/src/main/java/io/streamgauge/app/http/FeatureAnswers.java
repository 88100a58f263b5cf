package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.event.FieldType;
import java.io.IOException;
import java.io.StringWriter;
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

    private final OnlineAnswer answer;
    private final List<String> names;
    private final Moments moments = new Moments();

    private FeatureAnswers(String view, OnlineAnswer answer) {
        this.answer = answer;
        this.names = answer.plan().names().stream()
                .map(name -> shortName(view, name))
                .toList();
    }

    /** Answer to a GET: one entity. */
    static String one(String view, String entity, OnlineAnswer answer) throws IOException {
        FeatureAnswers answers = new FeatureAnswers(view, answer);
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeStringField("view", view);
            json.writeStringField("entity", entity);
            answers.shared(json);
            answers.row(json, answer.rows().get(0));
            json.writeEndObject();
        }
        return out.toString();
    }

    /**
     * Answer to a POST: several entities.
     *
     * @param entities of each row, its fields that name entities
     */
    static String several(String view, OnlineAnswer answer, List<Map<String, @Nullable Object>> entities)
            throws IOException {
        FeatureAnswers answers = new FeatureAnswers(view, answer);
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.generator(out)) {
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
        }
        return out.toString();
    }

    /** A feature's name within what is read: {@code tx_count_1d} of view customer; the model's inputs keep theirs. */
    static String shortName(String view, String name) {
        return name.startsWith(view + ".") ? name.substring(view.length() + 1) : name;
    }

    private void shared(JsonGenerator json) throws IOException {
        json.writeStringField("at", moments.text(answer.atMs()));
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
        json.writeBooleanField("known", row.known());
        json.writeArrayFieldStart("features");
        for (int i = 0; i < names.size(); i++) {
            json.writeStartObject();
            json.writeStringField("name", names.get(i));
            json.writeFieldName("value");
            Json.value(json, TypedValue.of(row.values(), i, types.get(i)));
            json.writeStringField("status", row.values().statusAt(i).name());
            OptionalLong newestMs = row.newestEventMs(i);
            moment(json, "eventTime", newestMs);
            json.writeFieldName("ageMs");
            if (newestMs.isPresent()) {
                json.writeNumber(answer.atMs() - newestMs.getAsLong());
            } else {
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
            json.writeStringField("completeFrom", moments.text(fromMs.get()));
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
