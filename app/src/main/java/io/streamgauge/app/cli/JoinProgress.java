package io.streamgauge.app.cli;

import io.streamgauge.store.backfill.Progress;
import java.util.Locale;

/** How far history has been joined, told on a line: rows read and written, parts computed. */
record JoinProgress(ProgressLine line) implements Progress {

    @Override
    public void report(Phase phase, long done, long of) {
        line.update(() -> shown(phase, done, of));
    }

    private static String shown(Phase phase, long done, long of) {
        String name = phase.name().toLowerCase(Locale.ROOT);
        String what = phase == Phase.COMPUTING ? "parts" : "rows";
        return of < 0
                ? String.format(Locale.ROOT, "%s %,d %s", name, done, what)
                : String.format(Locale.ROOT, "%s %,d of %,d %s", name, done, of, what);
    }
}
