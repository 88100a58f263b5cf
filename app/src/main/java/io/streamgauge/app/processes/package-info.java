/** Processes of our own: a JVM with this one's class path, and a cluster of them on this machine. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.processes;
