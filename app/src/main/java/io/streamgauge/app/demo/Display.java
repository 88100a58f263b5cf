package io.streamgauge.app.demo;

import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.Snapshot;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.RetrainingEvent;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a person sees while it runs: on a terminal one block, redrawn in place, below lines that stay for each alert and
 * retraining event; elsewhere those lines and one of figures every ten seconds.
 */
final class Display {

    private static final String ERASE_LINE = "\u001b[2K";
    private static final long PLAIN_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final LiveStats live;
    private final Clock clock;
    private final Set<String> told = new HashSet<>();
    private int drawn;
    private long plainDueNanos = System.nanoTime() + PLAIN_NANOS;

    Display(PrintWriter out, boolean terminal, LiveStats live, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.live = live;
        this.clock = clock;
    }

    /** Alerts and retraining events there are now will not be told. */
    void begin() {
        news();
    }

    void update(long published, Duration elapsed) {
        Snapshot snapshot = live.snapshot(clock.millis());
        List<String> news = news();
        if (terminal) {
            draw(news, StatusText.block(snapshot, published, elapsed));
            return;
        }
        news.forEach(out::println);
        if (System.nanoTime() - plainDueNanos >= 0) {
            plainDueNanos += PLAIN_NANOS;
            out.println(StatusText.line(snapshot, published, elapsed));
        }
        out.flush();
    }

    private void draw(List<String> news, List<String> block) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        news.forEach(line -> text.append(ERASE_LINE).append(line).append('\n'));
        block.forEach(line -> text.append(ERASE_LINE).append(line).append('\n'));
        drawn = block.size();
        out.print(text);
        out.flush();
    }

    private List<String> news() {
        List<String> lines = new ArrayList<>();
        for (DriftAlert alert : live.alerts()) {
            if (told.add(alert.getAlertId() + alert.getStatus())) {
                lines.add(0, "* alert " + verb(alert.getStatus()) + ": " + alert.getMessage());
            }
        }
        for (RetrainingEvent event : live.retrainingEvents()) {
            if (told.add(event.getEventId())) {
                lines.add("* retraining asked for: " + event.getReason());
            }
        }
        return lines;
    }

    private static String verb(AlertStatus status) {
        return switch (status) {
            case OPENED -> "opened";
            case ESCALATED -> "escalated";
            case RESOLVED -> "resolved";
        };
    }
}
