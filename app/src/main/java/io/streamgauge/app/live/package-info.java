/** What a running pipeline shows of itself: counts, rates, latency, drift and alerts, read from its own topics. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.live;
