package io.streamgauge.benchmarks.feature;

/** The engines that are compared. */
public enum Contender {
    STREAMGAUGE("streamgauge"),
    SAWTOOTH_KEPT("sawtooth, merges kept"),
    SAWTOOTH("sawtooth, merged at read"),
    NAIVE("naive deque");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** A new engine without events. */
    FeatureEngine engine(FeatureSet set) {
        return switch (this) {
            case STREAMGAUGE -> new Streamgauge(set);
            case SAWTOOTH_KEPT -> new Sawtooth(set, Sawtooth.Merge.KEPT);
            case SAWTOOTH -> new Sawtooth(set, Sawtooth.Merge.AT_READ);
            case NAIVE -> new NaiveDeque(set);
        };
    }
}
