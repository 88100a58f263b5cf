@org.jspecify.annotations.NullMarked
package io.streamgauge.examples;
