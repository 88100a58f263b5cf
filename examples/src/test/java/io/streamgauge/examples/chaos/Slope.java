package io.streamgauge.examples.chaos;

import java.util.Locale;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Whether a figure stays flat over a run: the least-squares line through its samples, and the standard error of its slope. Neighbouring
 * samples are alike, so the true error is somewhat larger.
 */
final class Slope {

    /** A slope counts when it is so many standard errors beyond the bound. */
    private static final double ERRORS = 3;

    private static final double HOUR_SECONDS = 3_600;

    private final String name;
    private final String unit;
    private final double mostGrowth;
    private final double floor;
    private final SimpleRegression line = new SimpleRegression();
    private double sum;
    private double firstSeconds = Double.NaN;
    private double lastSeconds;

    /**
     * @param mostGrowth over the whole run, as a share of the mean
     * @param floor taken for the mean where that is less
     */
    Slope(String name, String unit, double mostGrowth, double floor) {
        this.name = name;
        this.unit = unit;
        this.mostGrowth = mostGrowth;
        this.floor = floor;
    }

    void add(double seconds, double value) {
        line.addData(seconds, value);
        sum += value;
        firstSeconds = Double.isNaN(firstSeconds) ? seconds : firstSeconds;
        lastSeconds = seconds;
    }

    private double mean() {
        return sum / line.getN();
    }

    /** What growth is a share of. */
    private double base() {
        return Math.max(mean(), floor);
    }

    /** Growth over the run as a share of the base, as far as it is certain. */
    private double certainGrowth() {
        return (line.getSlope() - ERRORS * line.getSlopeStdErr()) * (lastSeconds - firstSeconds) / base();
    }

    boolean flat() {
        return line.getN() > 2 && certainGrowth() <= mostGrowth;
    }

    /** A row of the table that {@link #HEADER} heads. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s, %s | %d | %.2f | %.3f | %.3f | %.1f %% | %.0f %% |",
                name,
                unit,
                line.getN(),
                mean(),
                line.getSlope() * HOUR_SECONDS,
                line.getSlopeStdErr() * HOUR_SECONDS,
                100 * line.getSlope() * (lastSeconds - firstSeconds) / base(),
                100 * mostGrowth);
    }

    static final String HEADER = """
            | what | samples | mean | slope per hour | its standard error | growth in the run | allowed |
            |---|---|---|---|---|---|---|
            """;

    @Override
    public String toString() {
        return row();
    }
}
