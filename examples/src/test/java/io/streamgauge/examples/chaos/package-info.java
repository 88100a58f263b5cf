/** What happens to a pipeline on a cluster of processes when parts of it fail. {@code mvn -Pchaos verify} runs it. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.examples.chaos;
