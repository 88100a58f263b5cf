package io.streamgauge.app.live;

import java.util.List;

/**
 * What changes over time, for plotting.
 *
 * @param seconds the last minutes, oldest first
 * @param scoreBins the last scores in {@value RecentScores#BINS} equal bins of [0, 1]
 * @param windows the last drift windows, oldest first
 */
public record Series(List<Second> seconds, List<Integer> scoreBins, List<DriftWindow> windows) {}
