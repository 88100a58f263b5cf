package io.streamgauge.drift.labels;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/** Outcomes of the reference while it is collected: those of least rank, at most {@value #ROWS}. */
public final class ReferenceRows {

    /** Most outcomes held. */
    public static final int ROWS = 8192;

    /**
     * One of them.
     *
     * @param rank place in the sampling order
     * @param score what the model said
     * @param decided 1 or 0, or the class chosen
     * @param outcome what came true
     */
    public record Row(long rank, double score, double decided, double outcome) {}

    private final TreeMap<Long, Row> rows = new TreeMap<>();

    /** Adds one, if it is among the least. */
    public void add(Row row) {
        rows.put(row.rank(), row);
        if (rows.size() > ROWS) {
            rows.pollLastEntry();
        }
    }

    /** Those held, by rising rank. */
    public Collection<Row> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    void clear() {
        rows.clear();
    }

    int size() {
        return rows.size();
    }

    /** Whether both something that came true and something that did not is among them. */
    boolean twoSided() {
        return rows.values().stream().mapToDouble(Row::outcome).distinct().count() > 1;
    }

    Outcomes outcomes() {
        return new Outcomes(
                rows.values().stream().mapToDouble(Row::score).toArray(),
                rows.values().stream().mapToDouble(Row::decided).toArray(),
                rows.values().stream().mapToDouble(Row::outcome).toArray());
    }
}
