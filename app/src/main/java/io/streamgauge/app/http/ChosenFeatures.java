package io.streamgauge.app.http;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.vector.RequestPlan;
import io.streamgauge.store.vector.ShownColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What readers ask for of a view, a group or the model: features, and vectors as a whole. Each list of names is worked out
 * once. Thread-safe.
 */
final class ChosenFeatures {

    private final OnlineFeatures online;
    private final Map<String, List<String>> vectors;
    private final Recent<Asked, Chosen> known = new Recent<>();

    ChosenFeatures(OnlineFeatures online) {
        this.online = online;
        this.vectors = online.definition().vectors();
    }

    /** Names within what is read; none stand for all. */
    private record Asked(String view, List<String> names) {}

    /**
     * What is read for them and shown.
     *
     * @param plan reads features, which elements of vectors are too
     * @param columns what is shown of them
     * @param pieces what stands before the value of each column in an answer, the comma and the name within what is read
     */
    record Chosen(RequestPlan plan, List<ShownColumn> columns, List<SerializableString> pieces) {

        SerializableString[] begins() {
            return pieces.toArray(SerializableString[]::new);
        }
    }

    /**
     * All of a view, a group or the model, vectors as a whole.
     *
     * @throws io.streamgauge.app.online.NotFoundException when there is none of that name
     */
    Chosen all(String view) {
        return known.of(new Asked(view, List.of()), () -> {
            List<String> features = online.features(view);
            return chosen(view, features, ShownColumn.folded(features, vectors));
        });
    }

    /**
     * Some of them.
     *
     * @param asked names of features, vectors and elements of vectors within what is read
     * @throws BadRequestException when one is not there, or stands twice
     */
    Chosen of(String view, List<String> asked) {
        return known.of(new Asked(view, List.copyOf(asked)), () -> {
            Map<String, List<String>> there = there(view);
            List<String> features = new ArrayList<>();
            List<ShownColumn> columns = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (String name : asked) {
                List<String> of = there.get(name);
                if (of == null) {
                    throw new BadRequestException(Suggestion.unknown("feature", name, there.keySet()));
                }
                if (!seen.add(name)) {
                    throw new BadRequestException("feature '" + name + "' stands twice");
                }
                String full = full(view, name);
                columns.add(
                        vectors.containsKey(full)
                                ? new ShownColumn(
                                        full,
                                        IntStream.range(features.size(), features.size() + of.size())
                                                .boxed()
                                                .toList(),
                                        true)
                                : ShownColumn.of(full, features.size()));
                features.addAll(of);
            }
            return chosen(view, features, columns);
        });
    }

    private Chosen chosen(String view, List<String> features, List<ShownColumn> columns) {
        List<SerializableString> pieces = new ArrayList<>();
        for (ShownColumn column : columns) {
            pieces.add(new SerializedString((pieces.isEmpty() ? "" : ",") + "{\"name\":"
                    + Json.write(shortName(view, column.name())) + ",\"value\":"));
        }
        return new Chosen(online.plan(features), List.copyOf(columns), pieces);
    }

    /** The features of each name within what is read: of a vector its elements, else itself. */
    private Map<String, List<String>> there(String view) {
        Map<String, List<String>> there = new LinkedHashMap<>();
        List<String> all = online.features(view);
        all.forEach(feature -> there.put(shortName(view, feature), List.of(feature)));
        Set<String> features = Set.copyOf(all);
        vectors.forEach((vector, elements) -> {
            if (features.containsAll(elements)) {
                there.put(shortName(view, vector), elements);
            }
        });
        return there;
    }

    private String full(String view, String name) {
        String qualified = view + "." + name;
        return vectors.containsKey(qualified) || online.features(view).contains(qualified) ? qualified : name;
    }

    /** A feature's name within what is read: {@code tx_count_1d} of view customer; the model's inputs keep theirs. */
    static String shortName(String view, String name) {
        return name.startsWith(view + ".") ? name.substring(view.length() + 1) : name;
    }
}
