/** Confluent wire format and Avro (de)serializers over it. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.schemas.wire;
