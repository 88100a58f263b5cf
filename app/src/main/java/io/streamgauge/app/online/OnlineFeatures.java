package io.streamgauge.app.online;

import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.expression.Expression;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.RequestPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The features of a pipeline as they are read from outside: of one view, of a group of expressions, of the model's inputs,
 * or any that are named. Every way to read them is this one. Everything is compiled once. Thread-safe.
 */
public final class OnlineFeatures {

    /** How many values one read may ask for: entities x features. As JSON a value takes about 120 bytes. */
    public static final int MOST_VALUES = 200_000;

    /** Lists of features that readers have named lately, compiled; a list costs a few kilobytes. */
    private static final int PLANS_KEPT = 256;

    private static final Comparator<ServedBy> FURTHEST_BEHIND = Comparator.comparing(ServedBy::role)
            .thenComparingLong(ServedBy::behindMs)
            .reversed()
            .thenComparing(ServedBy::instance);

    private final FeatureDefinition definition;
    private final String model;
    private final List<String> inputs;
    private final KeyedReads reads;
    private final Supplier<OptionalLong> progressMs;
    private final Map<String, Expression> compiled;
    private final Map<String, Placed> placed = new LinkedHashMap<>();
    private final int viewFeatures;
    private final Map<String, List<String>> named = new LinkedHashMap<>();
    private final Map<List<String>, RequestPlan> plans = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, RequestPlan> eldest) {
            return size() > PLANS_KEPT;
        }
    };

    /**
     * @param model name of the model
     * @param inputs what it takes, wildcards expanded
     * @param progressMs the moment of reads that name none; empty while it is not known
     */
    public OnlineFeatures(
            FeatureDefinition definition,
            String model,
            List<String> inputs,
            KeyedReads reads,
            Supplier<OptionalLong> progressMs) {
        this.definition = definition;
        this.model = model;
        this.reads = reads;
        this.progressMs = progressMs;
        this.compiled = definition.compiledExpressions();
        this.inputs = List.copyOf(inputs);
        EventSchema scored = definition.scoredSource().schema();
        for (ViewDefinition view : definition.views()) {
            List<String> features = view.featureNames().stream()
                    .map(feature -> view.name() + "." + feature)
                    .toList();
            named.put(view.name(), features);
            placed.put(
                    view.name(),
                    new Placed(view, new EntityKey(scored, view.entity()), definition.offsetOf(view), features.size()));
        }
        viewFeatures = definition.viewFeatureNames().size();
        Map<String, List<String>> groups = definition.expressions().keySet().stream()
                .collect(Collectors.groupingBy(
                        name -> name.substring(0, name.indexOf('.')), LinkedHashMap::new, Collectors.toList()));
        groups.forEach(named::putIfAbsent);
        named.putIfAbsent(model, this.inputs);
    }

    public FeatureDefinition definition() {
        return definition;
    }

    /** Name of the model, under which its inputs are read. */
    public String model() {
        return model;
    }

    /** What the model takes, in its order. */
    public List<String> inputs() {
        return inputs;
    }

    /** Fields of the scored source: what a subject is made of. */
    public EventSchema fields() {
        return definition.scoredSource().schema();
    }

    /** Names of what can be read as a whole: views, groups of expressions, the model. */
    public Collection<String> names() {
        return named.keySet();
    }

    /**
     * A view.
     *
     * @throws NotFoundException when there is none of that name
     */
    public ViewDefinition view(String name) {
        return definition.views().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundException(Suggestion.unknown(
                        "view",
                        name,
                        definition.views().stream().map(ViewDefinition::name).toList())));
    }

    /**
     * The features of a view, a group of expressions or the model; of one name, the first of these.
     *
     * @throws NotFoundException when there is none of that name
     */
    public List<String> features(String name) {
        List<String> features = named.get(name);
        if (features == null) {
            throw new NotFoundException(Suggestion.unknown("view", name, named.keySet()));
        }
        return features;
    }

    /**
     * A plan of some features, made once for each list.
     *
     * @throws IllegalArgumentException when there is no such feature
     */
    public RequestPlan plan(List<String> features) {
        synchronized (plans) {
            return plans.computeIfAbsent(List.copyOf(features), list -> RequestPlan.of(definition, compiled, list));
        }
    }

    /** Reads features; a moment whose events are no longer all kept is refused. */
    public OnlineAnswer read(RequestPlan plan, List<Subject> subjects, OptionalLong at) {
        return read(plan, subjects, at, false);
    }

    /**
     * Reads features. The answer is to be closed when it has been told.
     *
     * @param at the moment; empty means the event time reached
     * @param allowIncomplete whether a value may lack events that are no longer kept; it says so
     * @throws BadRequestException when that is more than {@link #MOST_VALUES}
     * @throws NotReadyException when there is no such moment yet, or rows cannot be read now
     * @throws UnanswerableException when events that count at the moment are no longer kept
     */
    public OnlineAnswer read(RequestPlan plan, List<Subject> subjects, OptionalLong at, boolean allowIncomplete) {
        requireFew(subjects.size(), plan.names().size());
        long atMs = at.isPresent() ? at.getAsLong() : progress();
        KeyedReads.Reading reading = reads.begin();
        try {
            return read(plan, subjects, at.isPresent(), atMs, allowIncomplete, reading);
        } catch (RuntimeException | Error e) {
            reading.close();
            throw e;
        }
    }

    private OnlineAnswer read(
            RequestPlan plan,
            List<Subject> subjects,
            boolean requested,
            long atMs,
            boolean allowIncomplete,
            KeyedReads.Reading reading) {
        List<ReadView> read = new ArrayList<>();
        TooEarly tooEarly = new TooEarly(atMs, allowIncomplete);
        for (ViewDefinition view : plan.views()) {
            Placed of = Objects.requireNonNull(placed.get(view.name()));
            Keyed keyed = new Keyed(of, subjects);
            Entities entities = keyed.read(reading, atMs);
            if (requested) {
                keyed.note(plan, entities, tooEarly);
            }
            read.add(new ReadView(of, entities));
        }
        tooEarly.refuse();
        List<OnlineAnswer.Row> rows = new ArrayList<>(subjects.size());
        for (int i = 0; i < subjects.size(); i++) {
            rows.add(row(plan, read, subjects.get(i), i, atMs));
        }
        return new OnlineAnswer(
                plan,
                atMs,
                requested ? OnlineAnswer.Basis.REQUESTED : OnlineAnswer.Basis.EVENT_TIME_PROGRESS,
                watermarkMs(read),
                servedBy(read),
                rows,
                reading);
    }

    /** Whether a read may wait for others, and so should have a thread that nobody else waits for. */
    public boolean mayWait() {
        return reads.mayWait();
    }

    private List<ServedBy> servedBy(List<ReadView> read) {
        List<ServedBy> all = read.stream()
                .flatMap(view -> view.entities().servedBy().stream())
                .distinct()
                .sorted(FURTHEST_BEHIND)
                .toList();
        return all.isEmpty() ? List.of(reads.here()) : all;
    }

    private static void requireFew(long entities, long features) {
        if (entities * features > MOST_VALUES) {
            throw new BadRequestException(entities + " entities with " + features + " features each are "
                    + entities * features + " values; allowed: " + MOST_VALUES
                    + " in one request; ask for fewer features, or for " + MOST_VALUES / features
                    + " entities at a time");
        }
    }

    private long progress() {
        return progressMs
                .get()
                .orElseThrow(() ->
                        new NotReadyException("no event has been seen yet by this instance; name a moment with 'at'"));
    }

    private static OptionalLong watermarkMs(List<ReadView> read) {
        return read.stream().anyMatch(view -> view.entities().watermarkMs().isEmpty())
                ? OptionalLong.empty()
                : read.stream()
                        .mapToLong(view -> view.entities().watermarkMs().orElseThrow())
                        .min();
    }

    private OnlineAnswer.Row row(RequestPlan plan, List<ReadView> read, Subject subject, int index, long atMs) {
        List<AnsweredRow.Part> parts = new ArrayList<>(read.size());
        for (ReadView view : read) {
            parts.add(new AnsweredRow.Part(
                    view.of().offset(), view.of().features(), view.entities().of(index)));
        }
        FeatureValues out = new FeatureValues(plan.names().size());
        if (plan.ofViewsAlone()) {
            copied(plan, parts, out);
        } else {
            plan.assemble(timed(subject.fields(), atMs), all(parts), out);
        }
        return new AnsweredRow(plan, atMs, out, parts);
    }

    /** What is read is what is asked for. */
    private static void copied(RequestPlan plan, List<AnsweredRow.Part> parts, FeatureValues out) {
        for (AnsweredRow.Part part : parts) {
            EntityFeatures entity = part.entity();
            if (entity != null) {
                FeatureValues values = entity.values();
                for (int i = 0; i < out.size(); i++) {
                    if (part.has(plan.viewFeature(i))) {
                        out.copy(values, plan.viewFeature(i) - part.offset(), i);
                    }
                }
            }
        }
    }

    /** The features of all views. */
    private FeatureValues all(List<AnsweredRow.Part> parts) {
        FeatureValues all = new FeatureValues(viewFeatures);
        for (AnsweredRow.Part part : parts) {
            EntityFeatures entity = part.entity();
            if (entity != null) {
                FeatureValues values = entity.values();
                for (int i = 0; i < values.size(); i++) {
                    all.copy(values, i, part.offset() + i);
                }
            }
        }
        return all;
    }

    /** The subject's fields as an event of the moment, unless it names another. */
    private Event timed(Event fields, long atMs) {
        Event event = fields.widened(fields.schema()).identify("", atMs);
        int time = fields().indexOf(definition.scoredSource().timeField());
        if (event.isNull(time)) {
            event.setLong(time, atMs);
        }
        return event;
    }

    /**
     * A view among all.
     *
     * @param key the fields that name its entities
     * @param offset index of its first feature among those of all views
     * @param features how many it has
     */
    private record Placed(ViewDefinition view, EntityKey key, int offset, int features) {}

    /** One view, read for all subjects. */
    private record ReadView(Placed of, Entities entities) {}

    /** What was read of one view, by subject; an entity that several subjects name was read once. */
    private static final class Entities {

        private final KeyedReads.Answer answer;
        private final int[] positions;

        /** @param positions index of each subject's entity among those read; negative when it names none */
        Entities(KeyedReads.Answer answer, int[] positions) {
            this.answer = answer;
            this.positions = positions;
        }

        @Nullable
        EntityFeatures of(int subject) {
            return positions[subject] < 0 ? null : answer.entities().get(positions[subject]);
        }

        OptionalLong watermarkMs() {
            return answer.watermarkMs();
        }

        List<ServedBy> servedBy() {
            return answer.servedBy();
        }
    }

    /** The keys of subjects in one view. */
    private static final class Keyed {

        private final ViewDefinition view;
        private final Map<String, Integer> distinct = new LinkedHashMap<>();
        private final int[] positions;

        Keyed(Placed of, List<Subject> subjects) {
            this.view = of.view();
            this.positions = new int[subjects.size()];
            EntityKey key = of.key();
            for (int i = 0; i < positions.length; i++) {
                Subject subject = subjects.get(i);
                String text = subject.text() != null ? subject.text() : key.of(subject.fields());
                positions[i] = text == null ? -1 : distinct.computeIfAbsent(text, each -> distinct.size());
            }
        }

        Entities read(KeyedReads.Reading reading, long atMs) {
            return new Entities(reading.read(view, List.copyOf(distinct.keySet()), atMs), positions);
        }

        void note(RequestPlan plan, Entities entities, TooEarly tooEarly) {
            int index = 0;
            for (String text : distinct.keySet()) {
                EntityFeatures entity = entities.answer.entities().get(index++);
                plan.taken(view).forEach(feature -> tooEarly.note(view, text, entity, feature));
            }
        }
    }
}
