/** The HTTP API: health, metrics, status, predictions, alerts and features as of a moment. Read-only. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.http;
