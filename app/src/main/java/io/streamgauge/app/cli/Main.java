package io.streamgauge.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the JVM starts. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the JVM with its exit code, whatever threads the engines may have left behind. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = Cli.create(out, err, System.getenv()).execute(args);
        out.flush();
        err.flush();
        System.exit(code);
    }
}
