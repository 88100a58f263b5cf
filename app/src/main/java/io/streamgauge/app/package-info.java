/** What the commands share. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app;
