package io.streamgauge.app.cli;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.CatalogueEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code features list}: a line per feature. */
@Command(
        name = "list",
        description =
                "Prints a line per feature, one for all elements of a vector: name, type, entity, window, source, modifiers, owner and bound.")
final class FeaturesListCommand implements Callable<Integer> {

    private static final List<String> HEAD =
            List.of("NAME", "TYPE", "ENTITY", "WINDOW", "SOURCE", "MODIFIERS", "OWNER", "BOUND");

    private static final int LINE_WIDTH = 120;
    private static final int LEAST_WIDTH = 12;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document, e.g. examples/fraud/pipeline.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path pipeline;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "A table or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Mixin
    private StateOption state = new StateOption();

    @Override
    public Integer call() {
        FeaturesCommand.Catalogue catalogue = FeaturesCommand.Catalogue.of(pipeline);
        Optional<Completeness> completeness = state.completeness();
        spec.commandLine()
                .getOut()
                .println(output == OutputForm.JSON ? state.json(catalogue.entries()) : table(catalogue, completeness));
        return ExitCode.OK;
    }

    /** A line per feature, and one for all elements of a vector. */
    private static String table(FeaturesCommand.Catalogue catalogue, Optional<Completeness> completeness) {
        Map<String, String> vectorOf = new HashMap<>();
        catalogue.vectors().forEach((vector, elements) -> elements.forEach(element -> vectorOf.put(element, vector)));
        Set<String> told = new HashSet<>();
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(HEAD, completeness.map(known -> "COMPLETE")));
        for (CatalogueEntry entry : catalogue.entries()) {
            String name = vectorOf.getOrDefault(entry.name(), entry.name());
            if (!told.add(name)) {
                continue;
            }
            List<String> elements = catalogue.vectors().getOrDefault(name, List.of());
            List<String> columns = List.of(
                    name,
                    elements.isEmpty() ? entry.type() : "vector(" + elements.size() + ")",
                    entry.entity().orElse("-"),
                    entry.window().orElse("-"),
                    entry.source(),
                    entry.modifiers().isEmpty() ? "-" : String.join(", ", entry.modifiers()),
                    entry.owner().orElse("-"),
                    entry.bound());
            rows.add(row(columns, completeness.map(known -> StateOption.text(known.of(entry.name())))));
        }
        cut(rows);
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size() - 1; column++) {
                out.append(padded(row.get(column), width(rows, column))).append("  ");
            }
            out.append(row.get(row.size() - 1)).append(System.lineSeparator());
        }
        return out.toString().stripTrailing();
    }

    private static List<String> row(List<String> columns, Optional<String> more) {
        return Stream.concat(columns.stream(), more.stream()).toList();
    }

    /** Cuts the two columns of free text, the bound first, so that lines fit; show and JSON have all of it. */
    private static void cut(List<List<String>> rows) {
        for (int column : new int[] {HEAD.indexOf("BOUND"), HEAD.indexOf("MODIFIERS")}) {
            int over = IntStream.range(0, rows.get(0).size())
                            .map(i -> width(rows, i) + 2)
                            .sum()
                    - 2
                    - LINE_WIDTH;
            int allowed = Math.max(LEAST_WIDTH, width(rows, column) - over);
            if (over > 0) {
                rows.replaceAll(row -> {
                    List<String> cells = new ArrayList<>(row);
                    String cell = cells.get(column);
                    cells.set(column, cell.length() <= allowed ? cell : cell.substring(0, allowed - 1) + "…");
                    return cells;
                });
            }
        }
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
