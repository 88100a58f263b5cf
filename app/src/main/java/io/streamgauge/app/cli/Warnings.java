package io.streamgauge.app.cli;

import io.streamgauge.app.config.Pipeline;
import java.io.PrintWriter;

/** What an author may not have meant, said beside whatever a command does. */
final class Warnings {

    private Warnings() {}

    /** A line for each. */
    static void print(Pipeline pipeline, PrintWriter out) {
        pipeline.warnings().forEach(warning -> out.println("warning: " + warning));
    }
}
