package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.ReferenceMode;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DetectorState.Watching;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.ProfileReference;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.state.ProfileFile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles of the models watched, each looked for once. Where they cannot be had for now, a model that is compared with its profile
 * already goes on with it, which is the same, since a profile never changes; of another it is not known whether it has one, so it is
 * asked for again a few times, and then fails: it must not be compared with something else instead. Not thread-safe.
 */
final class ModelProfiles {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModelProfiles.class);

    /** How the job waits before it asks again. */
    static final List<Duration> WAITS =
            Stream.of(1, 2, 4, 8, 15).map(Duration::ofSeconds).toList();

    private final ProfileSource source;
    private final DriftDefinition definition;
    private final List<WatchedColumn> columns;
    private final List<Duration> waits;
    private final Pause pause;
    private final Map<ModelKey, Optional<ProfileReference>> found = new HashMap<>();

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /** Asks once, for those who see for themselves that it fails. */
    ModelProfiles(ProfileSource source, DriftDefinition definition, List<WatchedColumn> columns) {
        this(source, definition, columns, List.of(), time -> {});
    }

    /**
     * @param waits before each time that a source is asked again
     * @param pause lets them pass
     */
    ModelProfiles(
            ProfileSource source,
            DriftDefinition definition,
            List<WatchedColumn> columns,
            List<Duration> waits,
            Pause pause) {
        this.source = source;
        this.definition = definition;
        this.columns = List.copyOf(columns);
        this.waits = List.copyOf(waits);
        this.pause = pause;
    }

    /**
     * What the model brought with it; null when nothing, or when the pipeline does not ask for profiles.
     *
     * @param state what is known of the model; null when nothing is
     */
    @Nullable
    ProfileReference of(ModelKey model, @Nullable DetectorState state) {
        if (definition.reference().mode() != ReferenceMode.FILE) {
            return null;
        }
        Optional<ProfileReference> known = found.get(model);
        if (known == null) {
            known = state instanceof Watching watching && watching.reference().ofProfile()
                    ? findOr(model, watching.reference())
                    : findAtLast(model);
        }
        return known.orElse(null);
    }

    /** Asked for again with the next window when it cannot be had. */
    private Optional<ProfileReference> findOr(ModelKey model, Reference current) {
        try {
            return remember(model);
        } catch (RuntimeException e) {
            LOGGER.warn(
                    "the profile of {} cannot be had now: windows are compared with profile {} as before; {}",
                    model,
                    current.id(),
                    e.getMessage());
            return Optional.of(new Current(current));
        }
    }

    private Optional<ProfileReference> findAtLast(ModelKey model) {
        for (Duration wait : waits) {
            try {
                return remember(model);
            } catch (RuntimeException e) {
                LOGGER.warn(
                        "the profile of {} cannot be had now, asking again in {} s: {}",
                        model,
                        wait.toSeconds(),
                        e.getMessage());
            }
            pause(wait);
        }
        return remember(model);
    }

    private Optional<ProfileReference> remember(ModelKey model) {
        Optional<ProfileReference> answer = find(model);
        found.put(model, answer);
        return answer;
    }

    private void pause(Duration wait) {
        try {
            pause.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a model's profile could not be had", e);
        }
    }

    /** The profile that windows are compared with already. */
    private record Current(Reference reference) implements ProfileReference {

        @Override
        public String id() {
            return reference.id();
        }
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
