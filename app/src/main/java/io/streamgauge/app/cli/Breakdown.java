package io.streamgauge.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A count and what it is made of, as people read it: a line for the whole and one for each part that is not 0, which add up to it.
 *
 * <pre>
 * 11,200 predictions of payments.csv, each counted once:
 *   11,000 in windows that were over
 *      200 in windows that were not over at the end, and so not judged
 * </pre>
 */
final class Breakdown {

    private final String what;
    private final long all;
    private final List<Part> parts = new ArrayList<>();

    private record Part(long count, String what) {}

    private Breakdown(String what, long all) {
        this.what = what;
        this.all = all;
    }

    static Breakdown of(String what, long all) {
        return new Breakdown(what, all);
    }

    Breakdown part(long count, String what) {
        parts.add(new Part(count, what));
        return this;
    }

    /** @throws IllegalStateException when the parts are not the whole */
    void print(PrintWriter out) {
        long sum = parts.stream().mapToLong(Part::count).sum();
        if (sum != all) {
            throw new IllegalStateException("the parts of " + all + " " + what + " add up to " + sum);
        }
        out.println(counted(all) + " " + what + (all == 0 ? "" : ", each counted once:"));
        int width = counted(all).length();
        for (Part part : parts) {
            if (part.count() > 0) {
                out.println(String.format(Locale.ROOT, "  %" + width + "s %s", counted(part.count()), part.what()));
            }
        }
    }

    /** {@code 11,200}. */
    static String counted(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
