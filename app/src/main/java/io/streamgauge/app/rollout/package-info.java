/** Deployments of models over Kafka: the control topic is written, followed, and its effect read. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.rollout;
