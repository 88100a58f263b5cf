package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.OnlineAnswer;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.Subject;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.vector.RequestPlan;
import io.streamgauge.store.vector.ShownColumn;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * {@code POST /get-online-features}: the contract of Feast's Python feature server, so that its clients work unchanged. Views
 * are its feature views, groups of expressions its on-demand views, fields of the scored source its join keys and request
 * data, and the model's inputs a feature service of the model's name. Statuses say more than Feast's own server does.
 */
final class FeastHandler implements Handler {

    static final String PATH = "/get-online-features";

    private static final Pattern VERSION = Pattern.compile("(.*)@([vV]\\d+)");
    private static final Pattern LATEST = Pattern.compile("(?i)@(latest)?$");
    private static final SerializableString NEVER = new SerializedString(Instant.EPOCH.toString());

    private final OnlineFeatures online;
    private final HttpSettings settings;
    private final Map<String, List<String>> vectors;
    private final Recent<Asked, Projection> projections = new Recent<>();
    private final Set<String> joinKeys = new HashSet<>();

    FeastHandler(OnlineFeatures online, HttpSettings settings) {
        this.online = online;
        this.settings = settings;
        this.vectors = online.definition().vectors();
        online.definition().views().forEach(view -> joinKeys.addAll(view.entity()));
    }

    @Override
    public void handle(Context context) throws IOException {
        try {
            FeastRequest request =
                    FeastRequest.read(RequestBody.bytes(context, settings.mostBodyBytes()), settings.mostEntities());
            HttpApi.bytes(context, answer(request));
        } catch (FeastRequest.Invalid e) {
            context.status(422);
            HttpApi.json(
                    context,
                    Map.of(
                            "detail",
                            e.problems().stream()
                                    .map(FeastRequest.Problem::shown)
                                    .toList()));
        } catch (FeastError e) {
            context.status(e.status());
            HttpApi.json(context, e.body());
        }
    }

    private byte[] answer(FeastRequest request) throws IOException {
        Projection projection = projections.of(
                new Asked(request.service(), request.features(), request.fullNames()), () -> projection(request));
        RequestPlan plan = projection.plan();
        List<Subject> subjects = subjects(request, plan);
        try (OnlineAnswer answer = read(plan, subjects)) {
            return told(request, projection, subjects, answer);
        }
    }

    private byte[] told(FeastRequest request, Projection projection, List<Subject> subjects, OnlineAnswer answer)
            throws IOException {
        Set<String> echoed = new LinkedHashSet<>(request.entities().keySet());
        echoed.retainAll(joinKeys);
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("metadata");
            json.writeArrayFieldStart("feature_names");
            for (String key : echoed) {
                json.writeString(key);
            }
            for (SerializableString name : projection.shown()) {
                json.writeString(name);
            }
            json.writeEndArray();
            if (request.versions()) {
                versions(json, projection.plan());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("results");
            for (String key : echoed) {
                key(json, subjects, online.fields().indexOf(key));
            }
            Moments moments = new Moments();
            for (ShownValue column : projection.columns()) {
                feature(json, answer, column, moments);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private OnlineAnswer read(RequestPlan plan, List<Subject> subjects) {
        try {
            return online.read(plan, subjects, OptionalLong.empty());
        } catch (BadRequestException e) {
            throw new FeastRequest.Invalid(List.of(FeastRequest.tooMany(String.valueOf(e.getMessage()))));
        }
    }

    /** What decides which features are read, and what they are called in the answer. */
    private record Asked(Optional<String> service, List<String> features, boolean fullNames) {}

    /**
     * Features as they are read and shown.
     *
     * @param plan reads elements of vectors
     * @param columns what is shown of them
     * @param shown their names
     */
    private record Projection(RequestPlan plan, List<ShownValue> columns, List<SerializableString> shown) {}

    private Projection projection(FeastRequest request) {
        List<String> names = names(request);
        List<String> read = new ArrayList<>();
        List<ShownColumn> columns = new ArrayList<>();
        for (String name : names) {
            List<String> elements = vectors.get(name);
            columns.add(
                    elements == null
                            ? ShownColumn.of(name, read.size())
                            : new ShownColumn(
                                    name,
                                    IntStream.range(read.size(), read.size() + elements.size())
                                            .boxed()
                                            .toList(),
                                    true));
            read.addAll(elements == null ? List.of(name) : elements);
        }
        List<SerializableString> shown = shown(names, request.fullNames()).stream()
                .<SerializableString>map(SerializedString::new)
                .toList();
        RequestPlan plan = online.plan(read);
        return new Projection(plan, List.of(ShownValue.of(columns, plan.types())), shown);
    }

    /** The features asked for, and vectors, by our names. */
    private List<String> names(FeastRequest request) {
        if (request.service().isPresent()) {
            if (!request.service().get().equals(online.model())) {
                throw FeastError.noService(
                        request.service().get(), online.definition().pipeline());
            }
            return ShownColumn.folded(online.inputs(), vectors).stream()
                    .map(ShownColumn::name)
                    .toList();
        }
        if (request.features().isEmpty()) {
            throw FeastError.plain("No features specified for retrieval");
        }
        List<String> names = new ArrayList<>();
        for (String reference : request.features()) {
            names.add(name(reference));
        }
        return names;
    }

    private String name(String reference) {
        int colon = reference.indexOf(':');
        if (colon < 0) {
            throw FeastError.plain("Invalid feature reference '" + reference
                    + "'. Expected format: '<feature_view>:<feature>' or '<feature_view>@<version>:<feature>'");
        }
        String view = reference.substring(0, colon);
        String feature = reference.substring(colon + 1);
        boolean at = view.indexOf('@') >= 0;
        view = at ? LATEST.matcher(view).replaceFirst("") : view;
        if (at && VERSION.matcher(view).matches()) {
            throw FeastError.plain("Version-qualified ref '" + view + "' not supported: views here have no versions");
        }
        if (view.equals(online.model()) || !online.names().contains(view)) {
            if (!isGroup(view)) {
                throw FeastError.noView(view, online.definition().pipeline());
            }
        }
        String name = view + "." + feature;
        if (!vectors.containsKey(name) && !online.features(view).contains(name)) {
            throw FeastError.quoted("Feature " + feature + " not found in projection " + view);
        }
        return name;
    }

    /** Whether a view or a group of expressions has the name, which the model may have too. */
    private boolean isGroup(String name) {
        return online.names().contains(name)
                && online.features(name).stream().allMatch(feature -> feature.startsWith(name + "."));
    }

    private static List<String> shown(List<String> names, boolean full) {
        List<String> shown = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        for (String name : names) {
            int dot = name.indexOf('.');
            String each = dot < 0
                    ? name
                    : full ? name.substring(0, dot) + "__" + name.substring(dot + 1) : name.substring(dot + 1);
            shown.add(each);
            if (!seen.add(each)) {
                twice.add(each);
            }
        }
        if (!twice.isEmpty()) {
            throw FeastError.collision(twice, full);
        }
        return shown;
    }

    private List<Subject> subjects(FeastRequest request, RequestPlan plan) {
        Set<Integer> lengths = new HashSet<>();
        request.entities().values().forEach(column -> lengths.add(column.size()));
        if (lengths.size() > 1) {
            throw FeastError.plain("All entity rows must have the same columns.");
        }
        List<String> keys = plan.entityFields();
        String time = online.definition().scoredSource().timeField();
        List<String> noData = plan.fields().stream()
                .filter(field -> !keys.contains(field)
                        && !field.equals(time)
                        && !request.entities().containsKey(field))
                .toList();
        if (!noData.isEmpty()) {
            throw FeastError.noRequestData(noData);
        }
        List<String> noKeys = keys.stream()
                .filter(key -> !request.entities().containsKey(key) || request.rows() == 0)
                .toList();
        if (!noKeys.isEmpty() || request.rows() == 0) {
            List<String> given = request.entities().keySet().stream()
                    .filter(joinKeys::contains)
                    .toList();
            throw FeastError.quoted("Missing join key values for keys: " + FeastError.listed(noKeys)
                    + ". No values provided for keys: " + FeastError.listed(noKeys) + ". Provided join_key_values: "
                    + FeastError.listed(given));
        }
        return rows(request, plan);
    }

    private List<Subject> rows(FeastRequest request, RequestPlan plan) {
        EventSchema schema = online.fields();
        Map<Integer, JsonNode> columns = new LinkedHashMap<>();
        request.entities().forEach((name, column) -> {
            if (joinKeys.contains(name) || plan.fields().contains(name)) {
                columns.put(schema.indexOf(name), column);
            }
        });
        List<Subject> subjects = new ArrayList<>(request.rows());
        for (int i = 0; i < request.rows(); i++) {
            Event event = new Event(schema);
            int row = i;
            columns.forEach((index, column) -> {
                try {
                    FieldValue.put(event, index, column.get(row));
                } catch (IllegalArgumentException e) {
                    throw FeastError.plain(String.valueOf(e.getMessage()));
                }
            });
            subjects.add(Subject.of(event));
        }
        return subjects;
    }

    private static void versions(JsonGenerator json, RequestPlan plan) throws IOException {
        json.writeArrayFieldStart("feature_view_metadata");
        for (ViewDefinition view : plan.views()) {
            json.writeStartObject();
            json.writeStringField("name", view.name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void key(JsonGenerator json, List<Subject> subjects, int field) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("values");
        for (Subject subject : subjects) {
            Json.value(json, ReadHandler.shown(subject.fields(), field));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("statuses");
        for (Subject subject : subjects) {
            json.writeString(subject.fields().isNull(field) ? "NULL_VALUE" : "PRESENT");
        }
        json.writeEndArray();
        json.writeArrayFieldStart("event_timestamps");
        for (int i = 0; i < subjects.size(); i++) {
            json.writeString(NEVER);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void feature(JsonGenerator json, OnlineAnswer answer, ShownValue column, Moments moments)
            throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("values");
        for (OnlineAnswer.Row row : answer.rows()) {
            column.write(json, row.values());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("statuses");
        for (OnlineAnswer.Row row : answer.rows()) {
            json.writeString(Statuses.text(column.status(row.values())));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("event_timestamps");
        for (OnlineAnswer.Row row : answer.rows()) {
            OptionalLong newestMs = column.newestEventMs(row);
            json.writeString(newestMs.isPresent() ? moments.text(newestMs.getAsLong()) : NEVER);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
