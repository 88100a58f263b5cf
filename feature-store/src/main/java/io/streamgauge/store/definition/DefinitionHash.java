package io.streamgauge.store.definition;

import io.streamgauge.store.event.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Identity of a feature definition: SHA-256 over a canonical text of all that can change a feature's value. Two
 * documents with one hash give the same features for the same events. Not part of it: the pipeline's name, topics and
 * their format and keys, CSV mappings, the guard
 * max_ahead, order of sources and fields, and how the YAML is laid out.
 */
public final class DefinitionHash {

    private DefinitionHash() {}

    /** The hash, 64 lower-case hexadecimal digits. */
    public static String of(FeatureDefinition definition) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonical(definition).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** One fact a line; the order of views, aggregates and expressions is the order of the vector, so it stays. */
    static String canonical(FeatureDefinition definition) {
        StringBuilder out = new StringBuilder("streamgauge-features 1\n");
        line(out, "scored", definition.scored());
        for (String name : new TreeSet<>(definition.sources().keySet())) {
            source(out, definition.source(name));
        }
        for (ViewDefinition view : definition.views()) {
            view(out, view);
        }
        definition.expressions().forEach((name, text) -> line(out, "expression", name, text.strip()));
        return out.toString();
    }

    private static void source(StringBuilder out, SourceDefinition source) {
        line(out, "source", source.name(), "id", source.idField(), "time", source.timeField());
        line(out, "lateness", ms(source.lateness()));
        source.schema().fields().stream()
                .sorted(Comparator.comparing(Field::name))
                .forEach(field -> line(out, "field", field.name(), field.type().name()));
        source.expectations().stream().map(String::strip).sorted().forEach(text -> line(out, "expect", text));
    }

    private static void view(StringBuilder out, ViewDefinition view) {
        line(out, "view", view.name(), view.entity(), view.source(), ms(view.delay()));
        for (AggregateDefinition a : view.aggregates()) {
            List<String> windows = a.windows().stream().map(DefinitionHash::ms).toList();
            line(
                    out,
                    "aggregate",
                    a.name(),
                    a.kind().name(),
                    a.field().orElse(""),
                    String.join(",", windows),
                    Boolean.toString(a.includeCurrent()),
                    a.whenMissing().isPresent()
                            ? Double.toString(a.whenMissing().getAsDouble())
                            : "");
        }
    }

    private static String ms(Duration duration) {
        return duration.toMillis() + "ms";
    }

    /** Words apart by tabs; line ends and tabs within a word are escaped, so that no two facts write alike. */
    private static void line(StringBuilder out, String... words) {
        for (int i = 0; i < words.length; i++) {
            out.append(i == 0 ? "" : "\t")
                    .append(words[i].replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"));
        }
        out.append('\n');
    }
}
