package io.streamgauge.schemas.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The pipeline cannot start as it is declared; the message lists every problem, one a line, in the order of the
 * document. Exit code 2.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(sorted(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = sorted(problems);
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }

    public List<Problem> problems() {
        return problems;
    }
}
