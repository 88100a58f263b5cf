package io.streamgauge.app.cli;

/** What the command tells the shell when it ends. A run ended by a signal ends with 128 plus the signal's number. */
public final class ExitCode {

    public static final int OK = 0;
    /** Something went wrong while running. */
    public static final int FAILED = 1;
    /** The pipeline document or the command line is wrong; nothing was started. */
    public static final int WRONG_CONFIGURATION = 2;

    private ExitCode() {}
}
