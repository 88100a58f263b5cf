package io.streamgauge.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** One command run in this JVM: exit code and what it printed. */
record TestingCli(int code, String out, String err) {

    static TestingCli run(String... arguments) {
        return run(Map.of(), arguments);
    }

    static TestingCli run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cli.create(new PrintWriter(out, true), new PrintWriter(err, true), environment)
                .execute(arguments);
        return new TestingCli(code, out.toString(), err.toString());
    }
}
