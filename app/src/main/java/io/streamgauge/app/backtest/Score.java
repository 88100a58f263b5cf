package io.streamgauge.app.backtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one way to raise alarms did. An alarm belongs to the change that its window holds something of, the last to begin where there are
 * two; the first of a change detects it, further ones repeat it. One whose window holds nothing of any change is false.
 *
 * @param method what raises the alarms
 * @param alarms raised
 * @param detected changes that have one
 * @param missed changes that have none
 * @param repeated further alarms of a change detected
 * @param falseAlarms alarms of windows without change
 * @param cleanWindows windows without change that were judged
 * @param falseAlarmRate false alarms by clean window; null where there is none
 * @param falseAlarmsPer30Days at that rate, with a window judged at every step; null where there is no clean window
 * @param meanDelaySeconds of the changes detected, from the change to the end of the first window with an alarm; null when none is
 * @param delaysSeconds the same of each change judged, in order; null where it is missed
 */
public record Score(
        String method,
        int alarms,
        int detected,
        int missed,
        int repeated,
        int falseAlarms,
        int cleanWindows,
        @Nullable Double falseAlarmRate,
        @Nullable Double falseAlarmsPer30Days,
        @Nullable Double meanDelaySeconds,
        List<@Nullable Double> delaysSeconds) {}
