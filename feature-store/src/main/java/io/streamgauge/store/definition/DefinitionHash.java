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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Identity of a feature definition: SHA-256 over a canonical text of all that can change a feature's value. Two
 * documents with one hash give the same features for the same events. Not part of it: the pipeline's name, topics and
 * their format and keys, CSV mappings, the guard
 * max_ahead, order of sources and fields, descriptions, owners and tags, and how the YAML is laid out.
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
        StringBuilder out = new StringBuilder("streamgauge-features 2\n");
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

    /** One aggregate's part of the canonical text, as over one of its windows: what decides the value of its features there. */
    public static String text(AggregateDefinition aggregate, WindowDefinition window) {
        StringBuilder out = new StringBuilder();
        aggregate(out, aggregate, List.of(window));
        aggregate.resolution().ifPresent(resolution -> line(out, "its resolution", ms(resolution)));
        return out.toString().strip().replace('\t', ' ').replace('\n', ' ');
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
        line(out, "view", view.name(), String.join(",", view.entity()), view.source(), ms(view.delay()));
        view.maxAge().ifPresent(maxAge -> line(out, "its entities' max age", ms(maxAge)));
        for (AggregateDefinition a : view.aggregates()) {
            aggregate(out, a, a.windows());
            if (!view.delayOf(a).equals(view.delay())) {
                line(out, "its delay", ms(view.delayOf(a)));
            }
            a.resolution().ifPresent(resolution -> line(out, "its resolution", ms(resolution)));
        }
    }

    private static void aggregate(StringBuilder out, AggregateDefinition a, List<WindowDefinition> windows) {
        line(
                out,
                "aggregate",
                a.name(),
                a.function(),
                joined(a.arguments(), argument -> Double.toString(argument)),
                a.field().orElse(""),
                a.value().map(String::strip).orElse(""),
                a.where().map(String::strip).orElse(""),
                joined(windows, DefinitionHash::window),
                Boolean.toString(a.includeCurrent()),
                a.maxAge().map(DefinitionHash::ms).orElse(""),
                a.whenMissing().isPresent()
                        ? Double.toString(a.whenMissing().getAsDouble())
                        : a.textWhenMissing().map(text -> "text " + text).orElse(""));
    }

    private static String window(WindowDefinition window) {
        if (window instanceof WindowDefinition.Sliding sliding) {
            return "sliding " + ms(sliding.length());
        } else if (window instanceof WindowDefinition.Last last) {
            return "last " + last.count() + " " + ms(last.atMost());
        } else if (window instanceof WindowDefinition.Tumbling tumbling) {
            return "tumbling " + ms(tumbling.length());
        } else if (window instanceof WindowDefinition.Hopping hopping) {
            return "hopping " + ms(hopping.length()) + " " + ms(hopping.hop());
        } else if (window instanceof WindowDefinition.Session session) {
            return "session " + ms(session.gap()) + " " + ms(session.atMost());
        }
        return "unbounded";
    }

    private static <T> String joined(List<T> parts, Function<T, String> text) {
        return parts.stream().map(text).collect(Collectors.joining(","));
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
