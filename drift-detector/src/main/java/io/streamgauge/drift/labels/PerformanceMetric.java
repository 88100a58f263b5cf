package io.streamgauge.drift.labels;

import org.jspecify.annotations.Nullable;

/**
 * One figure of one window, to be published.
 *
 * @param subject whose it is
 * @param startMs start of the window, inclusive
 * @param endMs its end, exclusive
 * @param group what the figure is of: an input that makes groups, or a group as {@code input=value}; null when of all
 * @param statistic name of the figure; {@code expected_} before it when it was worked out before outcomes were known
 * @param value the figure
 * @param standardError of it; null where there is none
 * @param reference the same figure of the reference; null where there is none
 * @param expected what had been expected of it; null where nothing was
 * @param threshold value from which on it is drift; the reference's own where it is not watched
 * @param pValue chance of such a fall without change; 1 where it is not tested
 * @param adjustedPValue the same after Benjamini-Hochberg over the figures watched
 * @param drifted significant, and at least the effect asked for
 * @param referenceCount outcomes in the reference
 * @param labelled predictions of the window's sample with an outcome
 * @param unlabelled those without
 * @param revision 0 when first published, then 1, 2 and so on
 */
public record PerformanceMetric(
        Subject subject,
        long startMs,
        long endMs,
        @Nullable String group,
        String statistic,
        double value,
        @Nullable Double standardError,
        @Nullable Double reference,
        @Nullable Double expected,
        double threshold,
        double pValue,
        double adjustedPValue,
        boolean drifted,
        long referenceCount,
        long labelled,
        long unlabelled,
        int revision) {

    /** Half the width of a 95 % interval, in standard errors. */
    public static final double HALF_WIDTH = 1.959964;

    /** Before the name of a figure that was expected. */
    public static final String EXPECTED = "expected_";
}
