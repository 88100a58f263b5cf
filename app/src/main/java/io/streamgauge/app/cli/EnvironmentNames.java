package io.streamgauge.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Names variables in messages about options: who set {@code STREAMGAUGE_RATE}, perhaps in a deployment's manifest, has typed no
 * {@code --rate} to look for.
 */
final class EnvironmentNames {

    private EnvironmentNames() {}

    /**
     * The message with the variable before each option that was not typed and that a variable gave: {@code STREAMGAUGE_RATE (--rate) is -5}.
     *
     * @param typed all words of the command line
     */
    static String in(String message, CommandSpec command, List<String> typed) {
        String told = message;
        for (OptionSpec option : command.options()) {
            if (typed.stream().noneMatch(word -> names(option, word)) && fromEnvironment(command, option)) {
                told = told(told, option.longestName());
            }
        }
        return told;
    }

    private static boolean names(OptionSpec option, String word) {
        return Arrays.asList(option.names()).contains(word.split("=", 2)[0]);
    }

    private static boolean fromEnvironment(CommandSpec command, OptionSpec option) {
        return command.defaultValueProvider() instanceof EnvironmentDefaults defaults
                && defaults.defaultValue(option) != null;
    }

    private static String told(String message, String option) {
        String variable = EnvironmentDefaults.variable(option);
        // As the parser quotes options, or bare as our own messages have them.
        return message.replaceAll(
                "option '" + Pattern.quote(option) + "'|(?<![\\w-])" + Pattern.quote(option) + "(?![\\w-])",
                Matcher.quoteReplacement(variable + " (" + option + ")"));
    }
}
