package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An aggregate as Java code writes it, for {@link FeatureView}: {@code mean("amount").where("amount > 100.0")}. Immutable;
 * its keys are those of the pipeline document.
 */
public final class FeatureAggregate {

    private final Map<String, Object> written;

    private FeatureAggregate(Map<String, Object> written) {
        this.written = written;
    }

    /** Any function of a field, a custom one too: {@code function("quantile", "amount", 0.5, 0.9)}. */
    public static FeatureAggregate function(String name, String field, double... arguments) {
        List<String> words = new ArrayList<>(List.of(field));
        words.addAll(numbers(arguments));
        return of(name + "(" + String.join(", ", words) + ")");
    }

    /** Any function of events or, with {@link #value}, of an expression: {@code function("sum").value("amount * 0.01")}. */
    public static FeatureAggregate function(String name, double... arguments) {
        return of(arguments.length == 0 ? name : name + "(" + String.join(", ", numbers(arguments)) + ")");
    }

    public static FeatureAggregate count() {
        return function("count");
    }

    public static FeatureAggregate sum(String field) {
        return function("sum", field);
    }

    public static FeatureAggregate mean(String field) {
        return function("mean", field);
    }

    public static FeatureAggregate min(String field) {
        return function("min", field);
    }

    public static FeatureAggregate max(String field) {
        return function("max", field);
    }

    public static FeatureAggregate stddev(String field) {
        return function("stddev", field);
    }

    public static FeatureAggregate first(String field) {
        return function("first", field);
    }

    public static FeatureAggregate last(String field) {
        return function("last", field);
    }

    /** The share of events for which an expression is true. */
    public static FeatureAggregate share(String where) {
        return function("share").where(where);
    }

    /** Takes the number that an expression over the feeding event gives, in place of a field. */
    public FeatureAggregate value(String expression) {
        return with("value", expression);
    }

    /** Counts only events for which an expression over the feeding event is true. */
    public FeatureAggregate where(String expression) {
        return with("where", expression);
    }

    /** Makes one aggregate per value of a field, and one of all other values. */
    public FeatureAggregate by(String field, String... values) {
        return with("by", Map.of("field", field, "values", List.of(values)));
    }

    /** Names for the values of {@link #by}, one for each, where a value is no name itself. */
    public FeatureAggregate as(String... names) {
        return categories("as", List.of(names));
    }

    /** Leaves out the aggregate of all other values. */
    public FeatureAggregate withoutOther() {
        return categories("other", "false");
    }

    private FeatureAggregate categories(String key, Object value) {
        if (!(written.get("by") instanceof Map<?, ?> by)) {
            throw new IllegalArgumentException("'" + key + "' comes after 'by'");
        }
        Map<String, Object> categories = new LinkedHashMap<>();
        by.forEach((name, old) -> categories.put(String.valueOf(name), old));
        categories.put(key, value);
        Map<String, Object> copy = new LinkedHashMap<>(written);
        copy.put("by", categories);
        return new FeatureAggregate(copy);
    }

    /** Windows in place of the view's, as the document writes them: {@code windows("7d", "last 10 within 30d")}. */
    public FeatureAggregate windows(String... windows) {
        return with("windows", List.of(windows));
    }

    /** How long after its event time an event counts, in place of the view's delay. */
    public FeatureAggregate delay(Duration delay) {
        return with("delay", Durations.format(delay));
    }

    /** Keeps values in tiles of this length, to a multiple of which the beginning of a window is rounded down. */
    public FeatureAggregate resolution(Duration resolution) {
        return with("resolution", Durations.format(resolution));
    }

    /** Gives no result whose newest value is older than this. */
    public FeatureAggregate maxAge(Duration maxAge) {
        return with("max_age", Durations.format(maxAge));
    }

    /** A value in place of a missing one. */
    public FeatureAggregate whenMissing(double value) {
        return with("default", Double.toString(value));
    }

    /** A text in place of a missing one, where results are texts. */
    public FeatureAggregate whenMissing(String text) {
        return with("default", text);
    }

    /** Leaves out the event being enriched. */
    public FeatureAggregate withoutCurrent() {
        return with("include_current", "false");
    }

    public FeatureAggregate description(String description) {
        return with("description", description);
    }

    public FeatureAggregate owner(String owner) {
        return with("owner", owner);
    }

    /** The aggregate as the document would have it. */
    Map<String, Object> written() {
        return written;
    }

    private static FeatureAggregate of(String text) {
        return new FeatureAggregate(Map.of("of", text));
    }

    private static List<String> numbers(double... numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).toList();
    }

    private FeatureAggregate with(String key, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(written);
        if (copy.put(key, value) != null) {
            throw new IllegalArgumentException("'" + key + "' is given twice");
        }
        return new FeatureAggregate(copy);
    }
}
