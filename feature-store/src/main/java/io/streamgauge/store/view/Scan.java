package io.streamgauge.store.view;

import io.streamgauge.store.vector.FeatureValues;

/** Computes some of a view's features from a row as of a moment. Not thread-safe. */
interface Scan {

    void read(Moment moment, FeatureValues out, int offset);
}
