package io.streamgauge.drift.detector;

import java.util.ArrayList;
import java.util.List;

/** What a detector said of a stream: places of drifts and of the first warning, -1 when there was none. */
record TestingRun(List<Integer> drifts, int firstWarning) {

    static TestingRun of(ChangeDetector detector, double[] stream) {
        List<Integer> drifts = new ArrayList<>();
        int warning = -1;
        for (int i = 0; i < stream.length; i++) {
            Signal signal = detector.add(stream[i]);
            if (signal == Signal.DRIFT) {
                drifts.add(i);
            } else if (signal == Signal.WARNING && warning < 0) {
                warning = i;
            }
        }
        return new TestingRun(drifts, warning);
    }
}
