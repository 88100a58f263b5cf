package io.streamgauge.app.backtest;

import io.streamgauge.app.WrongUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody knows of.
 *
 * @param from when it began
 * @param to when all was again as before, exclusive; null when that was not before the next change
 */
public record MarkedChange(Instant from, @Nullable Instant to) {

    private static final String ALLOWED =
            "expected a moment such as 2018-04-20T00:00:00Z, or two with a / between, the second when it was over";

    public MarkedChange {
        if (to != null && !to.isAfter(from)) {
            throw new WrongUsageException(
                    "--changes: the change of " + from + " is over at " + to + ", not after it began");
        }
    }

    /**
     * Reads changes: a file of them, one a line, where there is such a file, else a list with commas between. In a file, empty lines
     * and what follows a # say nothing.
     *
     * @throws WrongUsageException when something is no change, or two of them overlap
     */
    public static List<MarkedChange> read(String fileOrList) {
        Path file = Path.of(fileOrList);
        boolean list = !Files.isRegularFile(file);
        List<MarkedChange> changes = new ArrayList<>();
        for (String line : list ? List.of(fileOrList.split(",", -1)) : lines(file)) {
            String text = line.split("#", 2)[0].strip();
            if (!text.isEmpty() || list) {
                changes.add(parse(text));
            }
        }
        changes.sort(Comparator.comparing(MarkedChange::from));
        for (int i = 1; i < changes.size(); i++) {
            Instant over = changes.get(i - 1).to();
            Instant from = changes.get(i).from();
            if (from.equals(changes.get(i - 1).from()) || (over != null && over.isAfter(from))) {
                throw new WrongUsageException("--changes: two changes at " + from + "; they may not overlap");
            }
        }
        return List.copyOf(changes);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new WrongUsageException("--changes: cannot read " + file + ": " + e.getMessage());
        }
    }

    private static MarkedChange parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new MarkedChange(moment(text, text), null)
                : new MarkedChange(
                        moment(text.substring(0, slash).strip(), text),
                        moment(text.substring(slash + 1).strip(), text));
    }

    private static Instant moment(String moment, String text) {
        try {
            return Instant.parse(moment);
        } catch (DateTimeParseException e) {
            throw new WrongUsageException(
                    "--changes: '" + text + "' is no change, and there is no file of that name; " + ALLOWED);
        }
    }
}
