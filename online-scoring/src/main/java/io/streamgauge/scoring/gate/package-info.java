/** What a model must pass before it is registered. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.gate;
