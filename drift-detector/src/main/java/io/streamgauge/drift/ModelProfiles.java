package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.ReferenceMode;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.ProfileReference;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.state.ProfileFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The profiles of the models watched, each looked for once. Not thread-safe. */
final class ModelProfiles {

    private final ProfileSource source;
    private final DriftDefinition definition;
    private final List<WatchedColumn> columns;
    private final Map<ModelKey, Optional<ProfileReference>> found = new HashMap<>();

    ModelProfiles(ProfileSource source, DriftDefinition definition, List<WatchedColumn> columns) {
        this.source = source;
        this.definition = definition;
        this.columns = List.copyOf(columns);
    }

    /** What the model brought with it; null when nothing, or when the pipeline does not ask for profiles. */
    @Nullable
    ProfileReference of(ModelKey model) {
        if (definition.reference().mode() != ReferenceMode.FILE) {
            return null;
        }
        return found.computeIfAbsent(model, this::find).orElse(null);
    }

    private Optional<ProfileReference> find(ModelKey model) {
        byte[] bytes = source.find(model);
        return bytes == null ? Optional.empty() : Optional.of(new Found(ProfileFile.digest(bytes), bytes));
    }

    private final class Found implements ProfileReference {

        private final String id;
        private final byte[] bytes;

        private Found(String id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Reference reference() {
            return ProfileFile.read(bytes, "profile " + id)
                    .profile()
                    .reference(id, columns, definition.watch().segments(), definition::windowStartMs);
        }
    }
}
