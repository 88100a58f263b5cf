package io.streamgauge.app.http;

import java.util.Optional;

/** Whether the pipeline does its work. */
public interface Readiness {

    /** Why it is not ready, in one sentence; empty when it is. */
    Optional<String> notReadyBecause();
}
