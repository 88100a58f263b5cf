package io.streamgauge.app.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.change.StateChange;
import io.streamgauge.store.definition.CatalogueEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The state of a pipeline that has run, for the catalogue: since when its features are complete. */
final class StateOption {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Shows also since when features are complete in the state kept there.")
    private @Nullable Path directory;

    /** What is known of the state; empty when none was named. */
    Optional<Completeness> completeness() {
        return Optional.ofNullable(directory).map(DataDirectory::completeness);
    }

    /** An entry with its completeness; both times are null for a feature that is complete at any moment. */
    record Known(
            @JsonUnwrapped CatalogueEntry entry,
            @Nullable Instant eventsSeenSince,
            @Nullable Instant completeFrom) {}

    String json(List<CatalogueEntry> entries) {
        Optional<Completeness> completeness = completeness();
        return completeness.isEmpty()
                ? Json.write(entries)
                : Json.write(entries.stream()
                        .map(entry -> known(entry, completeness.get().of(entry.name())))
                        .toList());
    }

    private static Known known(CatalogueEntry entry, Optional<Completeness.Entry> known) {
        return new Known(
                entry,
                known.map(k -> Instant.ofEpochMilli(k.sinceMs())).orElse(null),
                known.flatMap(Completeness.Entry::completeFromMs)
                        .map(Instant::ofEpochMilli)
                        .orElse(null));
    }

    static String text(Optional<Completeness.Entry> entry) {
        return entry.map(StateChange::text).orElse("always");
    }
}
