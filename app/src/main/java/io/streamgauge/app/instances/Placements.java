package io.streamgauge.app.instances;

import io.streamgauge.store.definition.ViewDefinition;
import java.util.Optional;

/** Where the rows of a pipeline are now, as far as this instance has heard. */
public interface Placements {

    /** Who keeps a partition of a view's rows; empty while nobody has said. */
    Optional<Placement> of(ViewDefinition view, int partition);

    /** Who takes in a partition of the scored source, {@code host:port}; empty while nobody has said. */
    Optional<String> intake(int partition);

    /** Looks anew at the next question: somebody has not been where he was said to be. */
    void doubt();

    /** Whether no other instance keeps any rows. */
    boolean alone();
}
