package io.streamgauge.app.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * How far a long command is, on stderr: one line rewritten twice a second on a terminal, a new line every ten seconds
 * elsewhere. Thread-safe.
 */
final class ProgressLine {

    private static final long TERMINAL_NANOS = 500_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintWriter err;
    private final boolean terminal;
    private long dueAtNanos;
    private boolean shown;

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.dueAtNanos = System.nanoTime() + interval();
    }

    /** Shows the line when it is time to; {@code line} is only asked for then. */
    synchronized void update(Supplier<String> line) {
        long now = System.nanoTime();
        if (now - dueAtNanos < 0) {
            return;
        }
        dueAtNanos = now + interval();
        if (terminal) {
            err.print(ERASE_LINE + line.get());
            shown = true;
        } else {
            err.println(line.get());
        }
        err.flush();
    }

    /** Clears the terminal's line; what comes next starts afresh. */
    synchronized void end() {
        if (shown) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    private long interval() {
        return terminal ? TERMINAL_NANOS : PLAIN_NANOS;
    }
}
