package io.streamgauge.store.event;

import java.util.List;
import java.util.Map;

/**
 * What events between views looked like under former definitions of a pipeline. An event that was on its way when the
 * definition changed is read by the names of its fields and features: what the former definition did not have is null or
 * missing, what only it had is left out.
 *
 * @param schemas fields of each source's events, by the source's name
 * @param features names of the features of all views, in order
 */
public record FormerLayouts(Map<String, List<EventSchema>> schemas, List<List<String>> features) {

    /** A pipeline that never had another definition. */
    public static final FormerLayouts NONE = new FormerLayouts(Map.of(), List.of());

    public FormerLayouts {
        schemas = Map.copyOf(schemas);
        features = features.stream().map(List::copyOf).toList();
    }

    /** Former fields of a source's events. */
    public List<EventSchema> of(String source) {
        return schemas.getOrDefault(source, List.of());
    }
}
