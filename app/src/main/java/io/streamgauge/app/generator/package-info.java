/** Simulated card transactions: the demonstration's input and the history its model is trained on. Pure and seeded. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.generator;
