/** What becomes of retraining events: taken to a webhook or a command, acknowledged, delivered again when they are not. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.retraining;
