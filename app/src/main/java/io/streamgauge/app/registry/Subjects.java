package io.streamgauge.app.registry;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All the registry knows, as the sum of its {@link Change}s: the same changes in the same order give the same state.
 * Not thread-safe.
 */
final class Subjects {

    private final NavigableMap<String, NavigableMap<Integer, Version>> versions = new TreeMap<>();
    private final Map<String, Level> levels = new TreeMap<>();
    private final Map<String, Mode> modes = new TreeMap<>();
    private int lastId;

    void apply(Change change) {
        if (change instanceof Change.Put put) {
            Version version = put.version();
            versions.computeIfAbsent(version.subject(), s -> new TreeMap<>()).put(version.version(), version);
            lastId = Math.max(lastId, version.id());
        } else if (change instanceof Change.Erase erase) {
            erase(erase.subject(), erase.version());
        } else if (change instanceof Change.SetLevel set) {
            set(levels, set.subject(), set.level());
        } else if (change instanceof Change.SetMode set) {
            set(modes, set.subject(), set.mode());
        } else if (change instanceof Change.LastId last) {
            lastId = Math.max(lastId, last.id());
        }
    }

    private void erase(String subject, int version) {
        NavigableMap<Integer, Version> all = versions.get(subject);
        if (all != null) {
            all.remove(version);
            if (all.isEmpty()) {
                versions.remove(subject);
            }
        }
    }

    private static <T> void set(Map<String, T> values, String subject, @Nullable T value) {
        if (value == null) {
            values.remove(subject);
        } else {
            values.put(subject, value);
        }
    }

    /** Highest id ever given; 0 before the first. */
    int lastId() {
        return lastId;
    }

    /** Names of the subjects that have a version, in alphabetical order. */
    List<String> names(boolean withDeleted) {
        return versions.keySet().stream()
                .filter(subject -> !versions(subject, withDeleted).isEmpty())
                .toList();
    }

    /** A subject's versions, oldest first; empty when there is no such subject. */
    List<Version> versions(String subject, boolean withDeleted) {
        return versions.getOrDefault(subject, new TreeMap<>()).values().stream()
                .filter(version -> withDeleted || !version.deleted())
                .toList();
    }

    /** Every version of every subject, by name and number. */
    Stream<Version> all(boolean withDeleted) {
        return versions.keySet().stream().flatMap(subject -> versions(subject, withDeleted).stream());
    }

    /** The text with this id, deleted softly or not. */
    Optional<String> schema(int id) {
        return all(true)
                .filter(version -> version.id() == id)
                .map(Version::schema)
                .findFirst();
    }

    /** The id that this very text has in any subject. */
    Optional<Integer> idOf(String schema) {
        return all(true)
                .filter(version -> version.schema().equals(schema))
                .map(Version::id)
                .findFirst();
    }

    /** The level set for a subject, or for all under {@link Change#GLOBAL}. */
    Optional<Level> level(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    /** The level that holds for a subject. */
    Level effectiveLevel(String subject) {
        return level(subject).or(() -> level(Change.GLOBAL)).orElse(Level.DEFAULT);
    }

    /** The mode set for a subject, or for all under {@link Change#GLOBAL}. */
    Optional<Mode> mode(String subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    /** The mode that holds for a subject. */
    Mode effectiveMode(String subject) {
        return mode(subject).or(() -> mode(Change.GLOBAL)).orElse(Mode.READWRITE);
    }
}
