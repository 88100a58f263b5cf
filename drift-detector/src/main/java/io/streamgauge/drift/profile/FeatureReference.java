package io.streamgauge.drift.profile;

import io.streamgauge.drift.definition.Measure;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.statistic.Comparison;
import io.streamgauge.drift.statistic.KolmogorovSmirnov;
import io.streamgauge.drift.statistic.Psi;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one feature looked like while the model was right, frozen, and how far single windows strayed from it then.
 *
 * <p>The spread is the largest index and distance between one window of the reference and all its others. A feature that
 * differs from day to day by nature (a weekend flag in daily windows) has a large spread, and only a change beyond it is drift.
 */
public final class FeatureReference {

    private final Column column;
    private final QuantileBins bins;
    private final long[] counts;
    private final FeatureTotals totals;
    private final Map<Measure, Double> spreads;
    private final Dispersion dispersion;
    private final boolean category;
    private final Measurement measurement;

    /** A reference of numbers of which nothing else is known. */
    public FeatureReference(Column column, FeatureTotals totals, double psiSpread, double ksSpread) {
        this(column, totals, Map.of(Measure.PSI, psiSpread, Measure.KS, ksSpread), Dispersion.UNKNOWN, false);
    }

    /**
     * A reference as it was.
     *
     * @param spreads the largest of each measure between one window of the reference and its others
     * @param dispersion how far rows of one window depend on each other
     * @param category whether its values are codes of texts
     */
    public FeatureReference(
            Column column,
            FeatureTotals totals,
            Map<Measure, Double> spreads,
            Dispersion dispersion,
            boolean category) {
        this.column = column;
        this.bins = QuantileBins.of(column.sorted());
        this.counts = bins.count(column);
        this.totals = totals;
        EnumMap<Measure, Double> copy = new EnumMap<>(Measure.class);
        copy.putAll(spreads);
        this.spreads = Collections.unmodifiableMap(copy);
        this.dispersion = dispersion;
        this.category = category;
        this.measurement = new Measurement(column, category);
    }

    /** Freezes a column, its spreads and dispersion taken from single windows, which are parts of it. */
    static FeatureReference freeze(
            Column column, FeatureTotals totals, Collection<Column> windows, WatchedColumn watched) {
        FeatureReference bare = new FeatureReference(column, totals, Map.of(), Dispersion.UNKNOWN, watched.category());
        EnumMap<Measure, Double> spreads = new EnumMap<>(Measure.class);
        spreads.put(Measure.PSI, 0.0);
        spreads.put(Measure.KS, 0.0);
        for (Column window : windows) {
            for (Measure measure : watched.measures()) {
                spreads.merge(measure, bare.againstOthers(measure, window), Math::max);
            }
        }
        Dispersion dispersion =
                Dispersion.of(windows.stream().map(bare.bins::count).toList());
        return new FeatureReference(column, totals, spreads, dispersion, watched.category());
    }

    private double againstOthers(Measure measure, Column window) {
        if (measure == Measure.PSI && !category) {
            return psiAgainstOthers(window);
        }
        return measure == Measure.KS
                ? ksAgainstOthers(window)
                : new Measurement(column.without(window), category).value(measure, window);
    }

    private double psiAgainstOthers(Column window) {
        long[] own = bins.count(window);
        long[] others = counts.clone();
        for (int i = 0; i < others.length; i++) {
            others[i] -= own[i];
        }
        return Psi.of(others, own).value();
    }

    /** With n values in all and m in the window, F − G against the n − m others is n/(n−m) times that against all. */
    private double ksAgainstOthers(Column window) {
        int n = column.sorted().length;
        int m = window.sorted().length;
        return n == m ? 0 : KolmogorovSmirnov.distance(column.sorted(), window.sorted()) * n / (n - m);
    }

    /** The window against this; rows that depend on each other are allowed for. */
    public Comparison compare(Measure measure, Column window) {
        return measurement.compare(measure, window, dispersion);
    }

    /** The window's PSI against this. */
    public Comparison psi(Column window) {
        return compare(Measure.PSI, window);
    }

    /** The window's KS distance from this. */
    public Comparison ks(Column window) {
        return compare(Measure.KS, window);
    }

    /** Sampled values. */
    public Column column() {
        return column;
    }

    /** Exact totals over every row of the reference. */
    public FeatureTotals totals() {
        return totals;
    }

    public QuantileBins bins() {
        return bins;
    }

    /** Largest PSI between one window of the reference and its others. */
    public double psiSpread() {
        return spread(Measure.PSI);
    }

    /** Largest KS distance between one window of the reference and its others. */
    public double ksSpread() {
        return spread(Measure.KS);
    }

    /** Largest value between one window of the reference and its others; 0 where it was not watched by this measure then. */
    public double spread(Measure measure) {
        return spreads.getOrDefault(measure, 0.0);
    }

    /** All spreads known. */
    public Map<Measure, Double> spreads() {
        return spreads;
    }

    public Dispersion dispersion() {
        return dispersion;
    }

    /** Whether the values are codes of texts. */
    public boolean category() {
        return category;
    }
}
