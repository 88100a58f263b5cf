package io.streamgauge.app.live;

/**
 * Time from sending an event to reading its prediction, in milliseconds.
 *
 * @param count how many predictions it is drawn from
 */
public record Latency(long count, double p50Ms, double p99Ms, double maxMs) {

    static final Latency NONE = new Latency(0, 0, 0, 0);
}
