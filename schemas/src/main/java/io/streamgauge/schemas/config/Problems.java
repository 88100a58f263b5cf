package io.streamgauge.schemas.config;

import java.util.ArrayList;
import java.util.List;

/** The problems met while reading one document, all of them, in the order met. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    /** Notes that {@code node} is wrong, and why. */
    public void add(ConfigNode node, String message) {
        found.add(new Problem(node.file(), node.line(), node.path(), message));
    }

    /** All problems so far. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * Refuses to go on when anything is wrong.
     *
     * @throws ConfigException with every problem, one a line
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(all());
        }
    }
}
