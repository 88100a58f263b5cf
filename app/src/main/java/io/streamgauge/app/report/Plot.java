package io.streamgauge.app.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A timeline as a picture: time to the right, numbers upwards.
 *
 * <pre>
 *   0.4 ┌──────────▓▓▓▓▓◆──┐   ▓ an alert is open, ◆ a retraining event
 *       │          ▓ ●●    │   ● drifted
 *       │- - - - - - - - - │   threshold
 *     0 └──────────────────┘
 *       2018-04-01  2018-04-30
 * </pre>
 */
final class Plot {

    private static final double HEIGHT = 120;
    private static final double LEFT = 40;
    private static final double RIGHT_MARGIN = 8;
    private static final double TOP = 10;
    private static final double BOTTOM = 102;
    private static final double LABEL_DROP = 13;

    private final Markup out;
    private final double right;
    private final Instant begin;
    private final Instant end;
    private final Axis time;
    private final Axis numbers;

    /**
     * A window of a line.
     *
     * @param value null where there is none
     */
    record Point(Instant start, Instant end, @Nullable Double value) {}

    private Plot(Markup out, double width, Instant begin, Instant end, double least, double greatest) {
        this.out = out;
        this.right = width - RIGHT_MARGIN;
        this.begin = begin;
        this.end = end;
        this.time = new Axis(begin.toEpochMilli(), end.toEpochMilli(), LEFT, right);
        this.numbers = new Axis(least, greatest, BOTTOM, TOP);
    }

    /**
     * Begins a picture of [begin, end).
     *
     * @param width in units of which a letter has about five
     */
    static Plot open(
            Markup out, double width, String title, Instant begin, Instant end, double least, double greatest) {
        out.open(
                "svg",
                "viewBox",
                "0 0 " + Shown.place(width) + " " + Shown.place(HEIGHT),
                "role",
                "img",
                "aria-label",
                title);
        Plot plot = new Plot(out, width, begin, end, least, greatest);
        plot.frame(least, greatest);
        return plot;
    }

    /** The least and the greatest of all numbers that are there; 0 and 1 without any. */
    static double[] bounds(Stream<@Nullable Double> values) {
        double[] found =
                values.filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : found) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        return found.length == 0 ? new double[] {0, 1} : new double[] {least, greatest};
    }

    private void frame(double least, double greatest) {
        line("axis", LEFT, BOTTOM, right, BOTTOM);
        line("grid", LEFT, TOP, right, TOP);
        label(LEFT - 4, BOTTOM, "end", Shown.number(least));
        label(LEFT - 4, TOP + 4, "end", Shown.number(greatest));
        label(LEFT, BOTTOM + LABEL_DROP, "start", Shown.moment(begin));
        label(right, BOTTOM + LABEL_DROP, "end", Shown.moment(end));
    }

    Plot marks(Marks marks) {
        for (Marks.Span span : marks.alerts()) {
            double from = x(span.from());
            double width = Math.max(1.5, x(span.to()) - from);
            open("rect", "alert", "x", from, "y", TOP, "width", width, "height", BOTTOM - TOP)
                    .element("title", span.name() + ": " + Shown.range(span.from(), span.to()))
                    .close();
            line("opened", from, TOP, from, BOTTOM);
        }
        for (Marks.Moment moment : marks.retraining()) {
            double x = x(moment.at());
            out.open(
                            "path",
                            "class",
                            "retraining",
                            "d",
                            "M" + Shown.place(x) + " " + Shown.place(TOP - 6) + "l5 5l-5 5l-5 -5z")
                    .element("title", moment.name() + ", raised " + Shown.moment(moment.at()))
                    .close();
        }
        return this;
    }

    /** A line through the middles of windows, broken where windows or values are missing; a window alone is a dot. */
    Plot curve(String style, List<Point> points) {
        StringBuilder path = new StringBuilder();
        List<double[]> run = new ArrayList<>();
        Instant last = Instant.MIN;
        for (Point point : points) {
            Double value = point.value();
            if (value == null || point.start().isAfter(last)) {
                drawn(style, run, path);
            }
            if (value != null) {
                run.add(new double[] {middle(point), numbers.at(value)});
            }
            last = point.end();
        }
        drawn(style, run, path);
        if (path.length() > 0) {
            out.empty("path", "class", "curve " + style, "d", path.toString());
        }
        return this;
    }

    private void drawn(String style, List<double[]> run, StringBuilder path) {
        if (run.size() == 1) {
            circle("dot " + style, run.get(0)[0], run.get(0)[1], 1.6).close();
        } else {
            for (int i = 0; i < run.size(); i++) {
                path.append(i == 0 ? 'M' : 'L').append(Shown.place(run.get(i)[0]));
                path.append(' ').append(Shown.place(run.get(i)[1]));
            }
        }
        run.clear();
    }

    /** A level of each window, drawn from its start to its end. */
    Plot steps(String style, List<Point> points) {
        StringBuilder path = new StringBuilder();
        Instant last = Instant.MIN;
        for (Point point : points) {
            Double value = point.value();
            if (value != null) {
                String y = Shown.place(numbers.at(value));
                path.append(point.start().equals(last) ? 'L' : 'M').append(Shown.place(x(point.start())));
                path.append(' ').append(y).append('L').append(Shown.place(x(point.end())));
                path.append(' ').append(y);
                last = point.end();
            }
        }
        if (path.length() > 0) {
            out.empty("path", "class", "curve " + style, "d", path.toString());
        }
        return this;
    }

    /** From one number to another in one window. */
    Plot whisker(Point middle, double lower, double upper) {
        double x = middle(middle);
        line("interval", x, numbers.at(lower), x, numbers.at(upper));
        return this;
    }

    /** A window that is to be seen. */
    Plot spot(String style, Point point, String name) {
        Double value = point.value();
        if (value != null) {
            circle(style, middle(point), numbers.at(value), 2.8)
                    .element("title", name)
                    .close();
        }
        return this;
    }

    /** A bar from zero up. */
    Plot bar(String style, Point point, String name) {
        Double value = point.value();
        if (value != null) {
            double from = x(point.start());
            double width = Math.max(1, (x(point.end()) - from) * 0.86);
            double top = numbers.at(value);
            open("rect", style, "x", from, "y", top, "width", width, "height", BOTTOM - top)
                    .element("title", name)
                    .close();
        }
        return this;
    }

    void close() {
        out.close().line();
    }

    private double x(Instant moment) {
        return time.at((double) moment.toEpochMilli());
    }

    private double middle(Point point) {
        return time.at((point.start().toEpochMilli() + point.end().toEpochMilli()) / 2.0);
    }

    private void label(double x, double y, String anchor, String text) {
        out.element("text", text, "class", "label", "x", Shown.place(x), "y", Shown.place(y), "text-anchor", anchor);
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        open("line", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2).close();
    }

    private Markup circle(String style, double x, double y, double radius) {
        return open("circle", style, "cx", x, "cy", y, "r", radius);
    }

    private Markup open(String shape, String style, Object... namesAndPlaces) {
        String[] attributes = new String[namesAndPlaces.length + 2];
        attributes[0] = "class";
        attributes[1] = style;
        for (int i = 0; i < namesAndPlaces.length; i += 2) {
            attributes[i + 2] = (String) namesAndPlaces[i];
            attributes[i + 3] = Shown.place(((Number) namesAndPlaces[i + 1]).doubleValue());
        }
        return out.open(shape, attributes);
    }
}
