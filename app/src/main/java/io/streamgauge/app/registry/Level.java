package io.streamgauge.app.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which versions of a subject must be able to read each other's data; the names are Confluent's. */
enum Level {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    /** What holds where nothing is configured, as at Confluent's. */
    static final Level DEFAULT = BACKWARD;

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean everyVersion;

    Level(boolean newReadsOld, boolean oldReadsNew, boolean everyVersion) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.everyVersion = everyVersion;
    }

    boolean newReadsOld() {
        return newReadsOld;
    }

    boolean oldReadsNew() {
        return oldReadsNew;
    }

    /** The earlier versions that a new one is held against: all, or the last alone. */
    List<Version> held(List<Version> oldestFirst) {
        return everyVersion || oldestFirst.isEmpty()
                ? oldestFirst
                : oldestFirst.subList(oldestFirst.size() - 1, oldestFirst.size());
    }

    static Optional<Level> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().equals(name))
                .findFirst();
    }
}
