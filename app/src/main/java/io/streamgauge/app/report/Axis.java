package io.streamgauge.app.report;

/** Where a number lies in a picture: linear from [least, greatest] to [from, to]. */
record Axis(double least, double greatest, double from, double to) {

    double at(double value) {
        return greatest == least
                ? (from + to) / 2
                : from + (Math.max(least, Math.min(greatest, value)) - least) / (greatest - least) * (to - from);
    }
}
