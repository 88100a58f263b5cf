/** Deployments of models: what a revision says, which of two is accepted, how the next is made, and whose an entity is. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.rollout;
