package io.streamgauge.store.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the catalogue says of one feature.
 *
 * @param name {@code <view>.<feature>} or {@code <group>.<expression>}
 * @param type type of its values
 * @param computed the aggregate or expression, as a document would have it
 * @param where which events count; empty when all do
 * @param entity fields that name the entity; empty for expressions
 * @param window the window as the document writes it; empty for expressions and lookups
 * @param source source whose events it is computed from
 * @param delay how long after its event time an event counts; empty when at once
 * @param resolution length of the tiles that values are kept in; empty when they are kept one by one
 * @param includeCurrent whether the event being enriched counts; empty for expressions and lookups
 * @param maxAge how old the newest value may be; empty for any age
 * @param whenMissing value in place of a missing one
 * @param missing what it is when there is nothing to aggregate
 * @param bound how exact it is
 * @param cost what one event costs, in words
 * @param description what it means
 * @param owner who answers for it
 * @param tags of its view
 */
public record CatalogueEntry(
        String name,
        String type,
        String computed,
        Optional<String> where,
        Optional<String> entity,
        Optional<String> window,
        String source,
        Optional<String> delay,
        Optional<String> resolution,
        Optional<Boolean> includeCurrent,
        Optional<String> maxAge,
        Optional<Double> whenMissing,
        String missing,
        String bound,
        String cost,
        Optional<String> description,
        Optional<String> owner,
        List<String> tags) {

    /** What the aggregate is told beside function and window, by the keys of the document, each as {@code key: value}. */
    public List<String> modifiers() {
        List<String> modifiers = new ArrayList<>();
        where.ifPresent(text -> modifiers.add("where: " + text));
        delay.ifPresent(text -> modifiers.add("delay: " + text));
        resolution.ifPresent(text -> modifiers.add("resolution: " + text));
        includeCurrent.filter(included -> !included).ifPresent(not -> modifiers.add("include_current: false"));
        maxAge.ifPresent(text -> modifiers.add("max_age: " + text));
        whenMissing.ifPresent(value -> modifiers.add("default: " + Calls.number(value)));
        return List.copyOf(modifiers);
    }
}
