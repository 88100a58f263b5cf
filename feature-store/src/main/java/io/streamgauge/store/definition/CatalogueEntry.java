package io.streamgauge.store.definition;

import java.util.List;
import java.util.Optional;

/**
 * What the catalogue says of one feature.
 *
 * @param name {@code <view>.<feature>} or {@code <group>.<expression>}
 * @param type type of its values
 * @param computed the aggregate or expression, as a document would have it
 * @param where which events count; empty when all do
 * @param entity field that names the entity; empty for expressions
 * @param window the window as the document writes it; empty for expressions
 * @param source source whose events it is computed from
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
        String missing,
        String bound,
        String cost,
        Optional<String> description,
        Optional<String> owner,
        List<String> tags) {}
