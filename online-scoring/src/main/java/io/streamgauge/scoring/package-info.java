/** Scores events inline: the model's declaration, what missing inputs become, and the scoring operator. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring;
