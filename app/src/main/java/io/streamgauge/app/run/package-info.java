/** A running pipeline: broker, registry, topics, topology, drift job, HTTP; started and stopped in order. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.run;
