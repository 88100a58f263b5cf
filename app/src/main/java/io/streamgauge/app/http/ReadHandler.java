package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.Subject;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.event.RecordField;
import io.streamgauge.store.vector.RequestPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/features/{view}}: features of several entities, of a view, a group of expressions or the model's inputs.
 *
 * <pre>
 * {"entities": [{"customer_id": "c1"}, {"customer_id": "c2", "amount": 80.0}],
 *  "request":  {"amount": 12.5},            fields of every entity that does not give them itself
 *  "features": ["tx_count_1d"],             all when left out
 *  "at":       "2018-05-01T12:00:00Z",      the event time reached when left out
 *  "allow_incomplete": false}               values that lack events which are no longer kept
 * </pre>
 */
final class ReadHandler implements Handler {

    private static final List<String> KEYS =
            List.of("entities", "request", "features", "at", Parameters.ALLOW_INCOMPLETE);

    private final OnlineFeatures online;
    private final ChosenFeatures features;
    private final HttpSettings settings;
    /** The vector of each field that is an element of one. */
    private final Map<String, RecordField> vectorOf = new HashMap<>();

    ReadHandler(OnlineFeatures online, ChosenFeatures features, HttpSettings settings) {
        this.online = online;
        this.features = features;
        this.settings = settings;
        for (RecordField vector : online.fields().vectors()) {
            online.fields().names().subList(vector.first(), vector.end()).forEach(name -> vectorOf.put(name, vector));
        }
    }

    @Override
    public void handle(Context context) throws IOException {
        Parameters.only(context, List.of());
        String name = context.pathParam("view");
        online.features(name); // one that is not there is told before the body is read
        JsonNode body = object(context);
        ChosenFeatures.Chosen chosen = chosen(name, body.get("features"));
        RequestPlan plan = chosen.plan();
        List<Subject> subjects = subjects(plan, body.get("entities"), body.get("request"));
        try (OnlineAnswer answer = online.read(
                plan,
                subjects,
                Parameters.at(body.get("at")),
                Parameters.allowIncomplete(body.get(Parameters.ALLOW_INCOMPLETE)))) {
            HttpApi.bytes(
                    context,
                    FeatureAnswers.several(
                            name,
                            chosen,
                            answer,
                            subjects.stream()
                                    .map(subject -> entity(plan, subject))
                                    .toList()));
        }
    }

    private JsonNode object(Context context) throws IOException {
        try {
            JsonNode body = RequestBody.json(RequestBody.bytes(context, settings.mostBodyBytes()));
            if (!body.isObject()) {
                throw new BadRequestException("the body is no JSON object; it has " + String.join(", ", KEYS));
            }
            known("key", body, KEYS);
            return body;
        } catch (JsonProcessingException e) {
            throw new BadRequestException("the body is no JSON, at " + place(e.getLocation()));
        }
    }

    /** Where in the body; what the parser would say of it quotes its own settings. */
    static String place(@Nullable JsonLocation at) {
        return at == null ? "its end" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private ChosenFeatures.Chosen chosen(String name, @Nullable JsonNode names) {
        if (names == null) {
            return features.all(name);
        }
        List<String> asked = new ArrayList<>();
        names.forEach(feature -> asked.add(feature.isTextual() ? feature.asText() : feature.toString()));
        if (!names.isArray() || asked.isEmpty()) {
            throw new BadRequestException("'features' is " + names + "; allowed: a list of names, or leave it out");
        }
        return features.of(name, asked);
    }

    private List<Subject> subjects(RequestPlan plan, @Nullable JsonNode entities, @Nullable JsonNode shared) {
        if (entities == null || !entities.isArray() || entities.isEmpty()) {
            throw new BadRequestException("'entities' is " + (entities == null ? "missing" : entities)
                    + "; allowed: a list of 1 to " + settings.mostEntities()
                    + " objects with " + String.join(", ", fields(plan)));
        }
        if (entities.size() > settings.mostEntities()) {
            throw new BadRequestException("'entities' has " + entities.size() + " entries; allowed: 1 to "
                    + settings.mostEntities() + "; ask several times");
        }
        if (shared != null) {
            require(shared.isObject(), "'request' is " + shared + "; allowed: an object of fields");
            knownOrUnused(() -> "field in 'request'", shared, plan);
        }
        List<Subject> subjects = new ArrayList<>(entities.size());
        Set<String> fields = fields(plan);
        for (int i = 0; i < entities.size(); i++) {
            subjects.add(Subject.of(event(plan, fields, entities.get(i), shared, i)));
        }
        return subjects;
    }

    private Event event(RequestPlan plan, Set<String> fields, JsonNode given, @Nullable JsonNode shared, int number) {
        if (!given.isObject()) {
            throw new BadRequestException("'entities[" + number + "]' is " + given + "; allowed: an object with "
                    + String.join(", ", fields));
        }
        knownOrUnused(() -> "field in 'entities[" + number + "]'", given, plan);
        EventSchema schema = online.fields();
        Event event = new Event(schema);
        Set<String> vectors = new HashSet<>();
        for (String field : fields) {
            JsonNode value = given(given, shared, field);
            RecordField vector = value == null ? vectorOf.get(field) : null;
            JsonNode whole = vector == null ? null : given(given, shared, vector.name());
            try {
                if (value != null) {
                    FieldValue.put(event, schema.indexOf(field), value);
                } else if (vector != null && whole != null) {
                    if (vectors.add(vector.name())) {
                        VectorValue.put(event, vector, whole);
                    }
                } else if (!field.equals(online.definition().scoredSource().timeField())) {
                    throw new IllegalArgumentException("lacks '" + (vector == null ? field : vector.name())
                            + "', which "
                            + (plan.entityFields().contains(field) ? "names the entity" : "an expression needs")
                            + "; null says that it is not known");
                }
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                throw new BadRequestException(
                        "entities[" + number + "]" + (message.startsWith("lacks ") ? " " : ": ") + message);
            }
        }
        return event;
    }

    /** What an entity gives for a field, or all of them do. */
    private static @Nullable JsonNode given(JsonNode entity, @Nullable JsonNode shared, String field) {
        JsonNode own = entity.get(field);
        return own != null || shared == null ? own : shared.get(field);
    }

    /** What a subject gives: fields that name entities, and those that expressions need. */
    private static Set<String> fields(RequestPlan plan) {
        Set<String> fields = new LinkedHashSet<>(plan.entityFields());
        fields.addAll(plan.fields());
        return fields;
    }

    private Map<String, @Nullable Object> entity(RequestPlan plan, Subject subject) {
        Map<String, @Nullable Object> entity = new LinkedHashMap<>();
        plan.entityFields()
                .forEach(field -> entity.put(
                        field, shown(subject.fields(), online.fields().indexOf(field))));
        return entity;
    }

    /** A field as JSON has it. */
    static @Nullable Object shown(Event event, int index) {
        if (event.isNull(index)) {
            return null;
        }
        FieldType type = event.schema().typeAt(index);
        return switch (type) {
            case STRING -> event.textAt(index);
            case LONG -> event.longAt(index);
            case DOUBLE -> event.doubleAt(index);
            case BOOLEAN -> event.booleanAt(index);
            case TIMESTAMP -> java.time.Instant.ofEpochMilli(event.longAt(index));
        };
    }

    /** A field of the event that the features do not need is passed over: callers send what they have. */
    private void knownOrUnused(Supplier<String> what, JsonNode object, RequestPlan plan) {
        EventSchema schema = online.fields();
        object.fieldNames().forEachRemaining(name -> {
            if (schema.indexOf(name) < 0 && schema.recordField(name).isEmpty()) {
                throw new BadRequestException(Suggestion.unknown(what.get(), name, fields(plan)));
            }
        });
    }

    private static void known(String what, JsonNode object, java.util.Collection<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new BadRequestException(Suggestion.unknown(what, name, known));
            }
        });
    }

    private static void require(boolean fits, String message) {
        if (!fits) {
            throw new BadRequestException(message);
        }
    }
}
