/** Files published as events. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.replay;
