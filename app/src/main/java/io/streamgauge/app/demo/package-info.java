/** The demonstration: the fraud pipeline on generated card transactions, in one process. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.demo;
