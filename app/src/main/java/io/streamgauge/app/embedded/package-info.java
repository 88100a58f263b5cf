/** A Kafka broker inside this process, for a user who has none. Needs Kafka's jars only. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.embedded;
