/** The streamgauge command: options, exit codes, messages. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.cli;
