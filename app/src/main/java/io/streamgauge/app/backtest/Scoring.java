package io.streamgauge.app.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds alarms against marked changes. A change reaches from its beginning to its end, or else to the beginning of the next. One that
 * begins before the first window judged is left out: the reference knows it, or no window is before it. So is one of which no
 * window judged holds anything.
 */
final class Scoring {

    private static final double MS_PER_30_DAYS = 30 * 86_400_000.0;
    private static final double MS_PER_SECOND = 1_000;

    private final List<Window> windows;
    private final long stepMs;
    private final List<MarkedChange> judged = new ArrayList<>();
    private final long[] fromMs;
    private final long[] toMs;

    /**
     * @param windows all that were judged, in order of time
     * @param stepMs from the end of one window to that of the next
     * @param changes in order of time, none of which overlap
     */
    Scoring(List<Window> windows, long stepMs, List<MarkedChange> changes) {
        this.windows = List.copyOf(windows);
        this.stepMs = stepMs;
        List<long[]> spans = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            long[] span = span(changes, i);
            boolean seen = windows.stream().anyMatch(window -> overlap(window, span[0], span[1]));
            if (seen && span[0] >= windows.get(0).startMs()) {
                judged.add(changes.get(i));
                spans.add(span);
            }
        }
        this.fromMs = spans.stream().mapToLong(span -> span[0]).toArray();
        this.toMs = spans.stream().mapToLong(span -> span[1]).toArray();
    }

    private static long[] span(List<MarkedChange> changes, int i) {
        MarkedChange change = changes.get(i);
        long toMs = i + 1 < changes.size() ? changes.get(i + 1).from().toEpochMilli() : Long.MAX_VALUE;
        return new long[] {
            change.from().toEpochMilli(),
            change.to() == null ? toMs : change.to().toEpochMilli()
        };
    }

    private static boolean overlap(Window window, long fromMs, long toMs) {
        return fromMs < window.endMs() && window.startMs() < toMs;
    }

    /** The changes that are not left out. */
    List<MarkedChange> judged() {
        return List.copyOf(judged);
    }

    /** @param alarms the windows that have one, each of them judged */
    Score of(String method, List<Window> alarms) {
        @Nullable Double[] delays = new @Nullable Double[fromMs.length];
        int repeated = 0;
        int falseAlarms = 0;
        for (Window alarm : alarms) {
            int change = changeOf(alarm);
            if (change < 0) {
                falseAlarms++;
            } else if (delays[change] == null) {
                delays[change] = (alarm.toldMs() - fromMs[change]) / MS_PER_SECOND;
            } else {
                repeated++;
            }
        }
        int clean =
                (int) windows.stream().filter(window -> changeOf(window) < 0).count();
        int detected = (int) Arrays.stream(delays).filter(Objects::nonNull).count();
        Double rate = clean == 0 ? null : Double.valueOf((double) falseAlarms / clean);
        return new Score(
                method,
                alarms.size(),
                detected,
                delays.length - detected,
                repeated,
                falseAlarms,
                clean,
                rate,
                rate == null ? null : Double.valueOf(rate * MS_PER_30_DAYS / stepMs),
                detected == 0
                        ? null
                        : Double.valueOf(Arrays.stream(delays)
                                .filter(Objects::nonNull)
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow()),
                Arrays.asList(delays));
    }

    /** The last change to begin that the window holds something of; -1 when it holds nothing of any. */
    private int changeOf(Window window) {
        for (int i = fromMs.length - 1; i >= 0; i--) {
            if (overlap(window, fromMs[i], toMs[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Alarms that do not look at the data. */
    List<Score> baselines(int resetEvery) {
        List<Window> resets = new ArrayList<>();
        for (int i = resetEvery - 1; i < windows.size(); i += resetEvery) {
            resets.add(windows.get(i));
        }
        return List.of(of("no_change", List.of()), of("blind_reset", resets), of("always_fire", windows));
    }
}
