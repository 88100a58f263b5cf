/** Instances of one pipeline that answer for each other: who keeps which rows, and reading them over HTTP. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.instances;
