package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Contributor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A feature's values then and now as a picture: for each bin the share of the reference and, beside it, of the window. */
final class HistogramPlot {

    private static final double WIDTH = 380;
    private static final double HEIGHT = 132;
    private static final double LEFT = 36;
    private static final double RIGHT = 374;
    private static final double TOP = 10;
    private static final double BOTTOM = 108;
    /** Width of a letter of a label, with the room it needs. */
    private static final double LETTER = 6;

    private record Bar(String name, long reference, long window) {}

    private HistogramPlot() {}

    /** Whether there is anything to draw; of texts there is not. */
    static boolean isThere(Contributor contributor) {
        return total(contributor.referenceCounts()) > 0
                && contributor.windowCounts().size()
                        == contributor.referenceCounts().size()
                && contributor.binEdges().size() + 1
                        == contributor.referenceCounts().size();
    }

    static void draw(Markup out, Contributor contributor) {
        List<Bar> bars = bars(contributor);
        double references = Math.max(1, bars.stream().mapToLong(Bar::reference).sum());
        double windows = Math.max(1, bars.stream().mapToLong(Bar::window).sum());
        double greatest = bars.stream()
                .mapToDouble(bar -> Math.max(bar.reference() / references, bar.window() / windows))
                .max()
                .orElse(1);
        Axis shares = new Axis(0, greatest, BOTTOM, TOP);
        out.open(
                "svg",
                "viewBox",
                "0 0 " + Shown.place(WIDTH) + " " + Shown.place(HEIGHT),
                "role",
                "img",
                "aria-label",
                "Histograms of " + contributor.feature());
        double step = (RIGHT - LEFT) / bars.size();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double x = LEFT + i * step;
            bar(
                    out,
                    "then",
                    x + step * 0.08,
                    step * 0.41,
                    shares.at(bar.reference() / references),
                    title(bar.name(), "reference", bar.reference(), references));
            bar(
                    out,
                    "now",
                    x + step * 0.51,
                    step * 0.41,
                    shares.at(bar.window() / windows),
                    title(bar.name(), "window", bar.window(), windows));
        }
        out.empty(
                "line",
                "class",
                "axis",
                "x1",
                Shown.place(LEFT),
                "y1",
                Shown.place(BOTTOM),
                "x2",
                Shown.place(RIGHT),
                "y2",
                Shown.place(BOTTOM));
        label(out, LEFT - 4, TOP + 4, "end", Shown.number(100 * greatest) + " %");
        label(out, LEFT - 4, BOTTOM, "end", "0");
        labels(out, contributor, bars.size(), step);
        out.close().line();
    }

    private static List<Bar> bars(Contributor contributor) {
        List<Double> edges = contributor.binEdges();
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < contributor.referenceCounts().size(); i++) {
            bars.add(new Bar(
                    bin(edges, i),
                    contributor.referenceCounts().get(i),
                    contributor.windowCounts().get(i)));
        }
        if (contributor.referenceMissing() + contributor.windowMissing() > 0) {
            bars.add(new Bar("missing", contributor.referenceMissing(), contributor.windowMissing()));
        }
        return bars;
    }

    /** What a bin holds. Up to the number right before an edge is below that edge, and what lies between the two is the edge itself. */
    static String bin(List<Double> edges, int i) {
        if (edges.isEmpty()) {
            return "all values";
        }
        String upper = i == edges.size()
                ? ""
                : isRightBefore(edges, i)
                        ? "below " + Shown.number(edges.get(i + 1))
                        : "up to " + Shown.number(edges.get(i));
        if (i == 0) {
            return upper;
        }
        if (isRightBefore(edges, i - 1)) {
            return Shown.number(edges.get(i));
        }
        String lower = "above " + Shown.number(edges.get(i - 1));
        return upper.isEmpty() ? lower : lower + ", " + upper;
    }

    /** Whether no number lies between an edge and the next, as where the least value has a bin of its own. */
    private static boolean isRightBefore(List<Double> edges, int i) {
        if (i + 1 >= edges.size()) {
            return false;
        }
        double edge = edges.get(i);
        double next = edges.get(i + 1);
        return Math.nextUp(edge) == next;
    }

    private static String title(String bin, String of, long count, double all) {
        return bin + ": " + Shown.number(100 * count / all) + " % of the " + of + " (" + Shown.count(count) + ")";
    }

    private static void bar(Markup out, String style, double x, double width, double top, String title) {
        out.open(
                        "rect",
                        "class",
                        style,
                        "x",
                        Shown.place(x),
                        "y",
                        Shown.place(top),
                        "width",
                        Shown.place(width),
                        "height",
                        Shown.place(BOTTOM - top))
                .element("title", title)
                .close();
    }

    /** Edges below the borders of bins, every second or so where there is no room for all. */
    private static void labels(Markup out, Contributor contributor, int bars, double step) {
        List<Double> edges = contributor.binEdges();
        List<Integer> shown = IntStream.range(0, edges.size())
                .filter(i -> !isRightBefore(edges, i))
                .boxed()
                .toList();
        int longest = shown.stream()
                .mapToInt(i -> Shown.edge(edges.get(i)).length())
                .max()
                .orElse(0);
        int every = Math.max(1, (int) Math.ceil(longest * LETTER / step));
        for (int at = 0; at < shown.size(); at += every) {
            int i = shown.get(at);
            label(out, LEFT + (i + 1) * step, BOTTOM + 12, "middle", Shown.edge(edges.get(i)));
        }
        if (bars > edges.size() + 1) {
            label(out, RIGHT - step / 2, BOTTOM + 22, "middle", "missing");
        }
    }

    private static void label(Markup out, double x, double y, String anchor, String text) {
        out.element("text", text, "class", "label", "x", Shown.place(x), "y", Shown.place(y), "text-anchor", anchor);
    }

    private static long total(List<Long> counts) {
        return counts.stream().flatMapToLong(LongStream::of).sum();
    }
}
