package io.streamgauge.app.registry;

import org.jspecify.annotations.Nullable;

/** One step in the life of the registry: a record of its topic. The newest of one key is all that counts. */
sealed interface Change {

    /** Stands for the whole registry where a subject is expected. */
    String GLOBAL = "";

    /** A version is new, or softly deleted. */
    record Put(Version version) implements Change {}

    /** A version is gone for good. */
    record Erase(String subject, int version) implements Change {}

    /** A compatibility level is set, or back to what is above it (null). */
    record SetLevel(String subject, @Nullable Level level) implements Change {}

    /** A mode is set, or back to what is above it (null). */
    record SetMode(String subject, @Nullable Mode mode) implements Change {}

    /** Ids up to this one have been given; kept so that an erased schema's id is never given again. */
    record LastId(int id) implements Change {}
}
