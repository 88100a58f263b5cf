package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.view.ViewEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;

/** The events of all sources that a definition's features need, each from its own file, read side by side. */
final class EventTables {

    private final Map<String, EventTable> tables = new LinkedHashMap<>();
    private final Map<String, Long> refused = new LinkedHashMap<>();
    private final List<String> refusedFirst = new ArrayList<>();

    private EventTables() {}

    static EventTables read(
            FeatureDefinition definition,
            Map<String, Path> files,
            EventFiles reader,
            int partitions,
            Workers workers,
            Progress progress) {
        EventTables result = new EventTables();
        RowCounter counter = new RowCounter(progress, Progress.Phase.READING, -1);
        Map<String, Future<EventRules>> reading = new LinkedHashMap<>();
        for (Map.Entry<String, Set<String>> needed : neededFields(definition).entrySet()) {
            SourceDefinition source = definition.source(needed.getKey());
            Path file = fileOf(source.name(), definition, files);
            EventTable table = new EventTable(source, needed.getValue(), partitions);
            result.tables.put(source.name(), table);
            EventRules rules = new EventRules(source);
            reading.put(
                    source.name(), workers.executor().submit(() -> read(source, file, table, rules, reader, counter)));
        }
        reading.forEach((source, read) -> {
            EventRules rules = Workers.await(read);
            result.refused.put(source, rules.refused());
            result.refusedFirst.addAll(rules.refusedFirst());
        });
        counter.finish();
        return result;
    }

    EventTable of(String source) {
        EventTable table = tables.get(source);
        if (table == null) {
            throw new IllegalArgumentException("source '" + source + "' was not read; read were " + tables.keySet());
        }
        return table;
    }

    Map<String, Long> late() {
        Map<String, Long> late = new LinkedHashMap<>();
        tables.forEach((source, table) -> late.put(source, table.late()));
        return late;
    }

    Map<String, Long> refused() {
        return refused;
    }

    /** Where and why, of the first few rows refused. */
    List<String> refusedFirst() {
        return refusedFirst.stream().limit(BackfillResult.REFUSED_SHOWN).toList();
    }

    /** All fields of the scored source, for the vector may take any; of others what their views aggregate. */
    private static Map<String, Set<String>> neededFields(FeatureDefinition definition) {
        Map<String, Set<String>> needed = new LinkedHashMap<>();
        needed.put(
                definition.scored(),
                new TreeSet<>(definition.scoredSource().schema().names()));
        for (ViewDefinition view : definition.views()) {
            Set<String> fields = needed.computeIfAbsent(view.source(), source -> new TreeSet<>());
            fields.addAll(view.entity());
            if (!view.source().equals(definition.scored())) {
                fields.addAll(
                        new ViewEngine(view, definition.source(view.source()).schema()).fields());
            }
        }
        return needed;
    }

    private static Path fileOf(String source, FeatureDefinition definition, Map<String, Path> files) {
        Path file = files.get(source);
        if (file == null) {
            String why = source.equals(definition.scored()) ? "which is scored" : "which feeds a view";
            throw new IllegalArgumentException(
                    "no file for source '" + source + "', " + why + "; there are files for " + files.keySet());
        }
        return file;
    }

    private static EventRules read(
            SourceDefinition source,
            Path file,
            EventTable table,
            EventRules rules,
            EventFiles reader,
            RowCounter counter) {
        try {
            reader.read(source, file, new EventFiles.Rows() {
                @Override
                public void accept(Event event) {
                    if (rules.accept(event)) {
                        table.add(event);
                    }
                    counter.add(1);
                }

                @Override
                public void refuse(String why) {
                    rules.refuse(why);
                    counter.add(1);
                }
            });
            table.complete();
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " as events of '" + source.name() + "'", e);
        }
    }
}
