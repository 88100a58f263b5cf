package io.streamgauge.benchmarks.feature;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Time of one event: taken into an entity's state, all features read as of it. The window is full before it is measured. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BenchmarkFeatureEngines {

    @Param
    Contender contender = Contender.STREAMGAUGE;

    @Param({"12", "60"})
    int features;

    /** Events in the longest window, 30 days, on average. */
    @Param({"10", "1000", "100000"})
    int events;

    private EventStream stream;
    private FeatureEngine engine;

    /** Nothing is measured before {@link #fill}. */
    public BenchmarkFeatureEngines() {
        stream = new EventStream(1, 1, 1);
        engine = contender.engine(FeatureSet.TWELVE);
    }

    @Setup
    public void fill() {
        FeatureSet set = FeatureSet.of(features);
        stream = new EventStream(set.longestMs(), events, FeatureEngines.SEED);
        engine = contender.engine(set);
        stream.fill(engine);
    }

    @Benchmark
    public FeatureEngine updateAndRead() {
        stream.advance();
        engine.updateAndRead(stream.timeMs(), stream.amount(), stream.second());
        return engine;
    }
}
