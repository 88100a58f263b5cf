/** The topic catalogue and the Avro contracts of every topic. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.schemas;
