package io.streamgauge.schemas.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The problems met while reading one document, all of them, in the order met. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();
    private final Set<String> doubted = new HashSet<>();

    /** Notes that {@code node} is wrong, and why. */
    public void add(ConfigNode node, String message) {
        found.add(new Problem(node.file(), node.line(), node.path(), message));
    }

    /** Notes problems found apart. */
    public void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    /**
     * Notes that what a name stands for is wrong, which has been told, so that nothing is told that only follows from it.
     *
     * @param name whatever its users agree on, such as {@code view customer}
     */
    public void doubt(String name) {
        doubted.add(name);
    }

    /** Whether what the name stands for is known to be wrong. */
    public boolean doubted(String name) {
        return doubted.contains(name);
    }

    /** Whether anything is doubted. */
    public boolean anyDoubted() {
        return !doubted.isEmpty();
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
