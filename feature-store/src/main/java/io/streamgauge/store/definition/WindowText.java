package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Windows as users write them: {@code 7d}, {@code unbounded}, {@code last 10 within 30d}, and so on. */
final class WindowText {

    /** How far {@code last} reaches back beside no sliding window. */
    static final Duration LAST_WITHIN = Duration.ofDays(30);

    /** How far {@code session} reaches back. */
    static final Duration SESSION_WITHIN = Duration.ofDays(1);

    private static final String ALLOWED =
            "a length such as 7d, unbounded, last 10 [within 30d], tumbling 1d, hopping 1d by 1h, session 30m [within 1d]";
    private static final List<String> WORDS = List.of("unbounded", "last", "tumbling", "hopping", "session");

    private static final String LENGTH = "[0-9]+(ms|s|m|h|d)";
    private static final String PATTERN = "^(" + LENGTH + "|unbounded|last [0-9]+( within " + LENGTH + ")?|tumbling "
            + LENGTH + "|hopping " + LENGTH + " by " + LENGTH + "|session " + LENGTH + "( within " + LENGTH + ")?)$";

    private static final Pattern LETTERS_THEN_NUMBER = Pattern.compile("\\b(last|session|tumbling|hopping)(\\d)");
    private static final Pattern LOOSE_LENGTH = Pattern.compile("(?<!last )\\b\\d{1,12} ?[A-Za-z]+\\b");

    private final ConfigNode node;
    private final Problems problems;
    private final List<String> words;
    private final Duration lastWithin;

    private WindowText(ConfigNode node, String text, Duration lastWithin, Problems problems) {
        this.node = node;
        this.words = List.of(text.strip().split("\\s+"));
        this.lastWithin = lastWithin;
        this.problems = problems;
    }

    /** JSON Schema of one window or a list of them. */
    static Map<String, Object> jsonSchema() {
        Map<String, Object> window = new LinkedHashMap<>();
        window.put("type", "string");
        window.put("pattern", PATTERN);
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("minItems", 1);
        list.put("items", window);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", "list of windows");
        schema.put("anyOf", List.of(window, list));
        return schema;
    }

    /**
     * The windows, sliding ones first and ascending, without those that cannot be, which are noted.
     *
     * @param beside other windows; {@code last} reaches back as far as the longest sliding one among these and its own
     */
    static List<WindowDefinition> read(ConfigNode written, List<WindowDefinition> beside, Problems problems) {
        List<ConfigNode> items = written.kind() == ConfigNode.Kind.LIST ? written.items() : List.of(written);
        if (items.isEmpty()) {
            problems.add(written, "no windows; write at least one, such as [1d, 7d]");
        }
        Duration lastWithin = Stream.concat(
                        beside.stream().flatMap(WindowText::length),
                        items.stream()
                                .flatMap(item ->
                                        item.text() == null ? Stream.of() : Durations.parse(item.text()).stream()))
                .max(Comparator.naturalOrder())
                .filter(length -> length.toMillis() > 0)
                .orElse(LAST_WITHIN);
        Map<String, WindowDefinition> byLabel = new LinkedHashMap<>();
        for (ConfigNode item : items) {
            window(item, lastWithin, problems).ifPresent(window -> {
                WindowDefinition same = byLabel.putIfAbsent(window.label(), window);
                if (same != null) {
                    problems.add(
                            item,
                            same.equals(window)
                                    ? "window " + item.shown() + " stands twice"
                                    : "'" + same.text() + "' and '" + window.text()
                                            + "' would give features of one name, " + "<aggregate>_" + window.label());
                }
            });
        }
        return sorted(byLabel.values().stream().toList());
    }

    /** Sliding windows first, ascending; the others as they stand. */
    static List<WindowDefinition> sorted(List<WindowDefinition> windows) {
        return Stream.concat(
                        windows.stream()
                                .filter(WindowDefinition.Sliding.class::isInstance)
                                .sorted(Comparator.comparing(window -> ((WindowDefinition.Sliding) window).length())),
                        windows.stream().filter(window -> !(window instanceof WindowDefinition.Sliding)))
                .toList();
    }

    private static Stream<Duration> length(WindowDefinition window) {
        return window instanceof WindowDefinition.Sliding sliding ? Stream.of(sliding.length()) : Stream.of();
    }

    private static Optional<WindowDefinition> window(ConfigNode item, Duration lastWithin, Problems problems) {
        if (item.text() == null) {
            problems.add(item, "expected a window but found " + item.shown() + "; allowed: " + ALLOWED);
            return Optional.empty();
        }
        return new WindowText(item, item.text(), lastWithin, problems).read();
    }

    private Optional<WindowDefinition> read() {
        try {
            Optional<WindowDefinition> window = parsed();
            if (window.isEmpty()) {
                problems.add(node, unknown());
            }
            return window;
        } catch (IllegalArgumentException e) {
            problems.add(node, "'" + node.shown() + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What a user may have meant: {@code 1h} for {@code 1 h}, {@code 7d} for {@code 1w}, {@code last 10} for {@code last10}. */
    private Optional<String> meant() {
        String spaced = LETTERS_THEN_NUMBER.matcher(String.join(" ", words)).replaceAll("$1 $2");
        String closed = LOOSE_LENGTH
                .matcher(spaced)
                .replaceAll(match -> Durations.meant(match.group()).orElse(match.group()));
        String whole = closed.equals("session") ? "session 30m" : closed.equals("last") ? "last 10" : closed;
        return whole.matches(PATTERN) ? Optional.of(whole) : Optional.empty();
    }

    private String unknown() {
        Optional<String> meant = meant();
        if (meant.isPresent()) {
            return "'" + node.shown() + "' is no window; did you mean '" + meant.get() + "'? (allowed: " + ALLOWED
                    + ")";
        }
        String hint = Durations.parse(words.get(0)).isPresent() || WORDS.contains(words.get(0))
                ? ""
                : Suggestion.nearest(words.get(0), WORDS)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
        return "'" + node.shown() + "' is no window" + hint + " (allowed: " + ALLOWED + ")";
    }

    private Optional<WindowDefinition> parsed() {
        String form = words.stream()
                .map(word -> Durations.parse(word).isPresent() ? "D" : word.matches("\\d{1,9}") ? "N" : word)
                .collect(Collectors.joining(" "));
        return switch (form) {
            case "D" -> Optional.of(new WindowDefinition.Sliding(length(0)));
            case "unbounded" -> Optional.of(new WindowDefinition.Unbounded());
            case "last N" -> Optional.of(new WindowDefinition.Last(count(1), lastWithin));
            case "last N within D" -> Optional.of(new WindowDefinition.Last(count(1), length(3)));
            case "tumbling D" -> Optional.of(new WindowDefinition.Tumbling(length(1)));
            case "hopping D by D" -> Optional.of(new WindowDefinition.Hopping(length(1), length(3)));
            case "session D" -> Optional.of(new WindowDefinition.Session(length(1), SESSION_WITHIN));
            case "session D within D" -> Optional.of(new WindowDefinition.Session(length(1), length(3)));
            default -> Optional.empty();
        };
    }

    private int count(int word) {
        return Integer.parseInt(words.get(word));
    }

    private Duration length(int word) {
        Duration length = Durations.parse(words.get(word)).orElseThrow();
        if (length.isZero()) {
            throw new IllegalArgumentException("a window of 0 holds no event; write a length such as 1d");
        }
        return Lengths.bounded(length, node, problems);
    }
}
