package io.streamgauge.app.http;

import io.streamgauge.app.live.LiveStats;

/**
 * What the API shows.
 *
 * @param pipeline name of the pipeline
 * @param model name and version of the model in service, e.g. {@code fraud 1}
 */
public record HttpBackend(
        String pipeline, String model, Readiness readiness, FeatureReads features, LiveStats live, Metrics metrics) {}
