package io.streamgauge.app.http;

import io.streamgauge.app.live.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts {@code /v1/status} together. */
final class StatusView {

    private StatusView() {}

    static Views.Status of(HttpBackend backend, long nowMs) {
        Snapshot snapshot = backend.live().snapshot(nowMs);
        Optional<String> reason = backend.readiness().notReadyBecause();
        OptionalLong rss = ProcessMemory.rssBytes();
        return new Views.Status(
                backend.pipeline(),
                backend.model(),
                reason.isEmpty(),
                reason.orElse(null),
                snapshot.at(),
                snapshot.startedAt(),
                snapshot.counts(),
                snapshot.lastSecond(),
                snapshot.latency(),
                snapshot.freshAsOf(),
                backend.eventTime().get(),
                snapshot.drift(),
                backend.driftJob().get(),
                new Views.Memory(ProcessMemory.heapBytes(), rss.isPresent() ? rss.getAsLong() : null));
    }
}
