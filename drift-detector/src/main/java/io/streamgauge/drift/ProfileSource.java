package io.streamgauge.drift;

import io.streamgauge.drift.policy.ModelKey;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where the profile of a model's training data is found. The answer about a model never changes, so that a replay has the same
 * reference.
 */
@FunctionalInterface
public interface ProfileSource extends Serializable {

    /** No model has one. */
    ProfileSource NONE = model -> null;

    /**
     * The bytes of the model's {@linkplain io.streamgauge.drift.state.ProfileFile profile}; null when it has none.
     *
     * @throws RuntimeException when it cannot be told now, as while the store is down; it is asked again
     */
    byte @Nullable [] find(ModelKey model);
}
