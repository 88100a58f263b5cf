/** Lets another pipeline go on with a topic of predictions, so that each event is predicted in it once. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.switching;
