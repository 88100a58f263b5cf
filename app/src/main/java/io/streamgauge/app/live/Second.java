package io.streamgauge.app.live;

import java.time.Instant;

/**
 * About one second of a running pipeline.
 *
 * @param at its end, wall clock
 * @param eventsPerSecond events read by the topology
 * @param predictionsPerSecond predictions read back
 */
public record Second(Instant at, double eventsPerSecond, double predictionsPerSecond, double p50Ms, double p99Ms) {}
