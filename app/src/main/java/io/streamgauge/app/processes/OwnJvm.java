package io.streamgauge.app.processes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own, with the Java of this one, and its class path unless another is given.
 *
 * @param flags of the JVM, such as {@code -Xmx512m}
 * @param mainClass where it starts
 * @param arguments of that class
 * @param environment variables that it has besides those of this process
 */
public record OwnJvm(List<String> flags, String mainClass, List<String> arguments, Map<String, String> environment) {

    /** In the environment its length does not count as the command line's does. */
    static final String CLASS_PATH = "CLASSPATH";

    private static final String COMMAND = "io.streamgauge.app.cli.Main";
    /** The command's own, also where a test's class path has another. */
    private static final String LOGGING = "-Dlogback.configurationFile=logback.xml";

    /** Becomes the program that it starts, in a session of its own. */
    private static final Path SET_SID = Path.of("/usr/bin/setsid");

    /** Kafka's arrays are sized by what lies in them. */
    private static final String OPENS = "--add-opens=java.base/java.util=ALL-UNNAMED";

    public OwnJvm {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public OwnJvm(List<String> flags, String mainClass, List<String> arguments) {
        this(flags, mainClass, arguments, Map.of());
    }

    /** The streamgauge command, such as {@code run pipeline.yaml}. */
    public static OwnJvm command(List<String> flags, List<String> arguments) {
        List<String> all = new ArrayList<>(flags);
        all.add(OPENS);
        all.add(LOGGING);
        return new OwnJvm(all, COMMAND, arguments);
    }

    /** The same with more variables in its environment. */
    public OwnJvm with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new OwnJvm(flags, mainClass, arguments, all);
    }

    /**
     * Starts it; what it says goes to the end of {@code log}. Where the system has the means, Ctrl-C in the terminal of this
     * process does not reach it, so that this one can stop it in turn.
     */
    public Process start(Path log) throws IOException {
        File file = log.toFile();
        return builder(true)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file))
                .start();
    }

    /** What starts it, with its output still to be sent somewhere. */
    public ProcessBuilder builder() {
        return builder(false);
    }

    private ProcessBuilder builder(boolean apart) {
        List<String> words = new ArrayList<>();
        if (apart && Files.isExecutable(SET_SID)) {
            words.add(SET_SID.toString());
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(flags);
        words.add(mainClass);
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put(CLASS_PATH, System.getProperty("java.class.path"));
        builder.environment().putAll(environment);
        return builder;
    }
}
