package io.streamgauge.drift.profile;

import io.streamgauge.drift.statistic.Comparison;
import io.streamgauge.drift.statistic.KolmogorovSmirnov;
import io.streamgauge.drift.statistic.Psi;
import java.util.Collection;

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
    private final double psiSpread;
    private final double ksSpread;

    /** A reference as it was. */
    public FeatureReference(Column column, FeatureTotals totals, double psiSpread, double ksSpread) {
        this.column = column;
        this.bins = QuantileBins.of(column.sorted());
        this.counts = bins.count(column);
        this.totals = totals;
        this.psiSpread = psiSpread;
        this.ksSpread = ksSpread;
    }

    /** Freezes a column, its spread taken from those of single windows, which are parts of it. */
    static FeatureReference freeze(Column column, FeatureTotals totals, Collection<Column> windows) {
        FeatureReference bare = new FeatureReference(column, totals, 0, 0);
        double psi = 0;
        double ks = 0;
        for (Column window : windows) {
            psi = Math.max(psi, bare.psiAgainstOthers(window));
            ks = Math.max(ks, bare.ksAgainstOthers(window));
        }
        return new FeatureReference(column, totals, psi, ks);
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

    /** The window's PSI against this. */
    public Comparison psi(Column window) {
        return Psi.of(counts, bins.count(window));
    }

    /** The window's KS distance from this. */
    public Comparison ks(Column window) {
        return KolmogorovSmirnov.of(column.sorted(), window.sorted());
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
        return psiSpread;
    }

    /** Largest KS distance between one window of the reference and its others. */
    public double ksSpread() {
        return ksSpread;
    }
}
