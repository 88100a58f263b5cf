package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.CatalogueEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code features show}: all that is known of a feature. */
@Command(name = "show", description = "Prints all that the catalogue says of one feature, of a view, or of all.")
final class FeaturesShowCommand implements Callable<Integer> {

    private static final int SUGGESTED = 5;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            description = "The pipeline document, e.g. examples/fraud/pipeline.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path pipeline;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "A feature, such as customer.tx_count_7d, a vector of them, or a view or group (default: all features).")
    private @Nullable String name;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Lines or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Mixin
    private StateOption state = new StateOption();

    @Override
    public Integer call() {
        List<CatalogueEntry> entries = named(FeaturesCommand.Catalogue.of(pipeline));
        Optional<Completeness> completeness = state.completeness();
        spec.commandLine()
                .getOut()
                .println(
                        output == OutputForm.JSON
                                ? state.json(entries)
                                : entries.stream()
                                        .map(entry -> lines(entry, completeness))
                                        .collect(Collectors.joining(
                                                System.lineSeparator().repeat(2))));
        return ExitCode.OK;
    }

    private List<CatalogueEntry> named(FeaturesCommand.Catalogue catalogue) {
        List<CatalogueEntry> entries = catalogue.entries();
        if (name == null) {
            return entries;
        }
        Set<String> elements = Set.copyOf(catalogue.vectors().getOrDefault(name, List.of()));
        List<CatalogueEntry> named = entries.stream()
                .filter(entry -> entry.name().equals(name)
                        || entry.name().startsWith(name + ".")
                        || elements.contains(entry.name()))
                .toList();
        if (named.isEmpty()) {
            List<String> near = near(name, entries);
            throw new WrongUsageException("unknown feature '" + name + "'"
                    + (near.isEmpty() ? "" : "; did you mean '" + String.join("', '", near) + "'?")
                    + " ('streamgauge features list " + pipeline + "' prints all)");
        }
        return named;
    }

    /** The first few features whose name goes on where the given one ends, else the nearest name. */
    private static List<String> near(String name, List<CatalogueEntry> entries) {
        List<String> longer = entries.stream()
                .map(CatalogueEntry::name)
                .filter(known ->
                        known.startsWith(name + "_") || known.endsWith("." + name) || known.contains("." + name + "_"))
                .limit(SUGGESTED)
                .toList();
        List<String> known = entries.stream()
                .flatMap(entry -> Stream.of(entry.name(), entry.name().split("\\.", 2)[0]))
                .distinct()
                .toList();
        return longer.isEmpty() ? Suggestion.nearest(name, known).stream().toList() : longer;
    }

    private static String lines(CatalogueEntry entry, Optional<Completeness> completeness) {
        List<String> lines = new ArrayList<>(List.of(entry.name()));
        entry.description().ifPresent(text -> lines.add("  " + text));
        add(lines, "computed", entry.computed());
        entry.window().ifPresent(window -> add(lines, "window", window));
        entry.entity().ifPresent(entity -> add(lines, "entity", entity));
        add(lines, "source", entry.source());
        if (!entry.modifiers().isEmpty()) {
            add(lines, "modifiers", String.join(", ", entry.modifiers()));
        }
        add(lines, "type", entry.type());
        add(lines, "bound", entry.bound());
        add(lines, "missing", entry.missing());
        add(lines, "cost", entry.cost());
        completeness.ifPresent(known -> add(lines, "state", StateOption.text(known.of(entry.name()))));
        entry.owner().ifPresent(owner -> add(lines, "owner", owner));
        if (!entry.tags().isEmpty()) {
            add(lines, "tags", String.join(", ", entry.tags()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void add(List<String> lines, String what, String text) {
        lines.add("  %-9s %s".formatted(what, text));
    }
}
