/** A pipeline's past: training sets, snapshots, and proof that the stream gave the features that the log gives. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.history;
