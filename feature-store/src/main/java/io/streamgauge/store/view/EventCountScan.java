package io.streamgauge.store.view;

import io.streamgauge.store.vector.FeatureValues;

/** Counts events; reads none of them, the windows' bounds are enough. */
record EventCountScan(Outputs outputs) implements Scan {

    @Override
    public void read(Moment moment, FeatureValues out, int offset) {
        for (int i = 0; i < outputs.size(); i++) {
            outputs.present(i, moment.events(outputs.window(i)), out, offset);
        }
    }
}
