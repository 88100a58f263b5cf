package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.Suggestion;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user reads when a command does not succeed, and the exit code that goes with it. */
final class Failures {

    /** Our own exceptions say all a user needs. */
    private static final String OURS = "io.streamgauge.";

    private static final String TRACE_VARIABLE = "STREAMGAUGE_TRACE";

    private Failures() {}

    /** A wrong command line: what is wrong, the nearest right word, where to read on. */
    static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("streamgauge: "
                + (failure instanceof UnmatchedArgumentException unmatched
                        ? unmatched(unmatched, command)
                        : EnvironmentNames.in(
                                String.valueOf(failure.getMessage()), command.getCommandSpec(), List.of(arguments))));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.WRONG_CONFIGURATION;
    }

    /** The first word that fits nothing; those after it may only follow from it. */
    private static String unmatched(UnmatchedArgumentException failure, CommandLine command) {
        List<String> words = failure.getUnmatched();
        Optional<String> option =
                words.stream().filter(word -> word.startsWith("-")).findFirst();
        if (option.isPresent()) {
            String name = option.get().split("=", 2)[0];
            List<String> known = command.getCommandSpec().options().stream()
                    .filter(spec -> !spec.hidden())
                    .flatMap(spec -> Arrays.stream(spec.names()))
                    .toList();
            return "unknown option '" + name + "'" + meant(name, known);
        }
        Set<String> commands = command.getSubcommands().keySet();
        String word = words.isEmpty() ? "" : words.get(0);
        return commands.isEmpty()
                        || !command.getCommandSpec().positionalParameters().isEmpty()
                ? "'" + word + "' is one word too many"
                : Suggestion.unknown("command", word, commands);
    }

    private static String meant(String name, List<String> known) {
        return Suggestion.nearest(name, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    /** A command that failed: one message; the stack trace goes to the log, and to the terminal only when asked for. */
    static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigException wrong) {
            wrong.problems().forEach(err::println);
            int count = wrong.problems().size();
            err.println(count == 1 ? "1 problem." : count + " problems.");
            return ExitCode.WRONG_CONFIGURATION;
        }
        if (failure instanceof WrongUsageException) {
            err.println("streamgauge: "
                    + EnvironmentNames.in(
                            String.valueOf(failure.getMessage()), command.getCommandSpec(), parsed.originalArgs()));
            return ExitCode.WRONG_CONFIGURATION;
        }
        err.println("streamgauge: " + message(failure));
        if (System.getenv(TRACE_VARIABLE) != null) {
            failure.printStackTrace(err);
        } else if (!failure.getClass().getName().startsWith(OURS)) {
            err.println("Set " + TRACE_VARIABLE + "=1 to see where it happened.");
        }
        LoggerFactory.getLogger(Failures.class).debug("{} failed", command.getCommandName(), failure);
        return ExitCode.FAILED;
    }

    /** The failure's own words, and its causes' where they add something. */
    private static String message(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause != null && (failure instanceof ExecutionException || failure instanceof CompletionException)) {
            return message(cause);
        }
        String own = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        if (cause == null || (cause.getMessage() == null && cause.getCause() == null)) {
            return own;
        }
        String deeper = message(cause);
        return own.contains(deeper) ? own : own + ": " + deeper;
    }
}
