/** What two definitions of a pipeline make of the same events. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.compare;
