/** How well a model's predictions fit what came true, and how well they can be expected to before it is known. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.performance;
