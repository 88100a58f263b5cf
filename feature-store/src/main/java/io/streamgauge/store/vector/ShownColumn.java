package io.streamgauge.store.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A column that readers are shown: a feature, or a vector as a whole, which is a list of its elements.
 *
 * @param name of the feature, or of the vector
 * @param places of the feature, or of the vector's elements in their order, among the features that are read
 * @param vector whether it is one; a vector may have one element
 */
public record ShownColumn(String name, List<Integer> places, boolean vector) {

    public ShownColumn {
        places = List.copyOf(places);
        if (places.isEmpty() || (!vector && places.size() != 1)) {
            throw new IllegalArgumentException("'" + name + "' is " + places.size() + " features");
        }
    }

    /** A feature. */
    public static ShownColumn of(String name, int place) {
        return new ShownColumn(name, List.of(place), false);
    }

    /** Each feature by itself. */
    public static List<ShownColumn> each(List<String> names) {
        List<ShownColumn> columns = new ArrayList<>();
        names.forEach(name -> columns.add(of(name, columns.size())));
        return columns;
    }

    /**
     * Features, of which those that are all elements of a vector are one column, where the first of them is.
     *
     * @param names of the features that are read
     * @param vectors names of each vector's elements, by its name
     */
    public static List<ShownColumn> folded(List<String> names, Map<String, List<String>> vectors) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.putIfAbsent(names.get(i), i);
        }
        Map<String, String> vectorOf = new HashMap<>();
        vectors.forEach((vector, elements) -> {
            if (places.keySet().containsAll(elements)) {
                elements.forEach(element -> vectorOf.putIfAbsent(element, vector));
            }
        });
        List<ShownColumn> columns = new ArrayList<>();
        for (String name : names) {
            String vector = vectorOf.get(name);
            if (vector == null) {
                columns.add(of(name, Objects.requireNonNull(places.get(name))));
            } else if (Objects.requireNonNull(vectors.get(vector)).get(0).equals(name)) {
                columns.add(new ShownColumn(
                        vector,
                        Objects.requireNonNull(vectors.get(vector)).stream()
                                .map(element -> Objects.requireNonNull(places.get(element)))
                                .toList(),
                        true));
            }
        }
        return columns;
    }
}
