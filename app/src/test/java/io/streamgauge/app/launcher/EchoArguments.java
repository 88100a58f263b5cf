package io.streamgauge.app.launcher;

import java.lang.management.ManagementFactory;
import java.util.List;

/** A command that prints what it was called with, and whether with an archive; as the training run it may be told to fail. */
final class EchoArguments {

    static final String TRAINING_FAILS = "ECHO_TRAINING_FAILS";

    private EchoArguments() {}

    /** Prints one line. */
    public static void main(String[] args) {
        List<String> given = List.of(args);
        if (System.getenv(TRAINING_FAILS) != null && given.contains("--data-dir")) {
            System.out.println("out of order");
            System.exit(3);
        }
        boolean archived = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile="));
        System.out.println(given + (archived ? " with archive" : ""));
    }
}
