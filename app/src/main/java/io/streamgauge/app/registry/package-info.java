/**
 * A Confluent-compatible schema registry inside this process, for a user who has none: HTTP on loopback, kept on the
 * compacted topic {@code _schemas}. Avro only; docs/decisions/0003 says what else is refused.
 */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.registry;
