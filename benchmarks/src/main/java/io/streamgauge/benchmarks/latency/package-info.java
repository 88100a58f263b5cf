/** How long an answer takes: from an event that is published to a committed prediction, and of a request over HTTP. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.benchmarks.latency;
