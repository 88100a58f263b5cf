package io.streamgauge.store.view;

/**
 * A window of a series: where it begins, and which of the series' delays its end has.
 *
 * @param delay index among {@link SeriesPlan#delaysMs}
 */
record PlacedWindow(WindowStart start, int delay) {

    boolean unbounded() {
        return start instanceof WindowStart.Unbounded;
    }
}
