package io.streamgauge.app.online;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.RequestPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One subject's features, with the entities that they were read from.
 *
 * @param parts what was read of each view
 */
record AnsweredRow(RequestPlan plan, long atMs, FeatureValues values, List<Part> parts) implements OnlineAnswer.Row {

    /**
     * One view.
     *
     * @param offset index of its first feature among those of all views
     * @param features how many it has
     * @param entity what was read; null when the subject names no entity of the view
     */
    record Part(int offset, int features, @Nullable EntityFeatures entity) {

        boolean has(int feature) {
            return feature >= offset && feature < offset + features;
        }
    }

    @Override
    public boolean known() {
        return parts.stream()
                .allMatch(part -> part.entity() != null && part.entity().known());
    }

    @Override
    public OptionalLong newestEventMs(int feature) {
        int index = plan.viewFeature(feature);
        for (Part part : parts) {
            if (part.has(index)) {
                return part.entity() == null
                        ? OptionalLong.empty()
                        : part.entity().newestEventMs(index - part.offset());
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public Optional<Completeness.Entry> incomplete(int feature) {
        int index = plan.viewFeature(feature);
        for (Part part : parts) {
            if (part.has(index)) {
                return part.entity() == null
                        ? Optional.empty()
                        : part.entity().completeness(index - part.offset()).filter(entry -> entry.incompleteAt(atMs));
            }
        }
        return Optional.empty();
    }
}
