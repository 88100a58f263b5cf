package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.ScanAggregate;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.AggregateKind;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.EventSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A view's definition turned into columns, distinct windows and scans. */
final class ViewPlan {

    private final ViewDefinition view;
    private final EventSchema feed;
    private final long[] windowsMs;
    private final List<String> columns;
    private final List<Scan> withCurrent;
    private final List<Scan> withoutCurrent;

    ViewPlan(ViewDefinition view, EventSchema feed) {
        this.view = view;
        this.feed = feed;
        view.aggregates().forEach(ViewPlan::checkPlain);
        this.windowsMs = view.aggregates().stream()
                .flatMapToLong(a -> a.windows().stream().mapToLong(ViewPlan::lengthMs))
                .distinct()
                .sorted()
                .toArray();
        if (view.delay().isNegative()) {
            throw new IllegalArgumentException("view '" + view.name() + "': the delay is not negative");
        }
        this.columns = view.aggregates().stream()
                .flatMap(aggregate -> aggregate.field().stream())
                .distinct()
                .toList();
        columns.forEach(this::checkNumeric);
        this.withCurrent = scans(true);
        this.withoutCurrent = scans(false);
    }

    /** Distinct windows, ascending. */
    long[] windowsMs() {
        return windowsMs.clone();
    }

    /** Index in the feeding event of each column's field. */
    int[] columnFields() {
        return columns.stream().mapToInt(feed::indexOf).toArray();
    }

    /** Scans of the aggregates that count the current event. */
    List<Scan> withCurrent() {
        return withCurrent;
    }

    /** Scans of the aggregates that leave out the current event. */
    List<Scan> withoutCurrent() {
        return withoutCurrent;
    }

    private List<Scan> scans(boolean includeCurrent) {
        List<Scan> scans = new ArrayList<>();
        Map<Integer, ColumnScan> byColumn = new LinkedHashMap<>();
        int first = 0;
        for (AggregateDefinition aggregate : view.aggregates()) {
            if (aggregate.includeCurrent() == includeCurrent) {
                Outputs outputs = new Outputs(aggregate, windowsMs, first);
                if (aggregate.field().isPresent()) {
                    int column = columns.indexOf(aggregate.field().get());
                    byColumn.computeIfAbsent(column, c -> new ColumnScan(c, windowsMs.length))
                            .add(ScanAggregate.of(kind(aggregate)), outputs);
                } else {
                    scans.add(new EventCountScan(outputs));
                }
            }
            first += aggregate.windows().size();
        }
        scans.addAll(byColumn.values());
        return scans;
    }

    /** Length of a sliding window; this engine knows no others. */
    static long lengthMs(WindowDefinition window) {
        if (window instanceof WindowDefinition.Sliding sliding) {
            return sliding.length().toMillis();
        }
        throw new IllegalStateException("no engine for window '" + window.text() + "' yet");
    }

    private static AggregateKind kind(AggregateDefinition aggregate) {
        return Arrays.stream(AggregateKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(aggregate.function()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no engine for '" + aggregate.function() + "' of aggregate '" + aggregate.name() + "' yet"));
    }

    private static void checkPlain(AggregateDefinition aggregate) {
        if (aggregate.value().isPresent()
                || aggregate.where().isPresent()
                || aggregate.maxAge().isPresent()) {
            throw new IllegalStateException(
                    "no engine for value, where or max_age of aggregate '" + aggregate.name() + "' yet");
        }
    }

    private void checkNumeric(String field) {
        int index = feed.indexOf(field);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "view '" + view.name() + "': no field '" + field + "' in its source; there are " + feed.names());
        }
        if (!feed.typeAt(index).numeric()) {
            throw new IllegalArgumentException("view '" + view.name() + "': field '" + field + "' is "
                    + feed.typeAt(index) + "; an aggregate takes LONG, DOUBLE or BOOLEAN");
        }
    }
}
