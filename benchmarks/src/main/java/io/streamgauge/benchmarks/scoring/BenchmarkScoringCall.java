package io.streamgauge.benchmarks.scoring;

import ai.onnxruntime.OrtException;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Time of one score of one row: the operator's scorer, from a vector, and ONNX Runtime's session, from a row of floats. Rows
 * rotate, since the same row again and again teaches the processor its branches.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything is measured
public class BenchmarkScoringCall {

    private static final int ROWS = 1_024;

    @Param
    ScoredModel model = ScoredModel.LINEAR;

    private float[][] rows;
    private FeatureValues[] vectors;
    private BareSession bare;
    private OnnxModel loaded;
    private Scorer scorer;
    private int next;

    @Setup
    public void open() throws OrtException, IOException, BadModelException {
        rows = ScoredModel.rows(ROWS);
        vectors = new FeatureValues[ROWS];
        for (int i = 0; i < ROWS; i++) {
            vectors[i] = new FeatureValues(ScoredModel.INPUTS);
            for (int j = 0; j < ScoredModel.INPUTS; j++) {
                vectors[i].set(j, rows[i][j]);
            }
        }
        Path file = Files.createTempFile("model", ".onnx");
        try {
            Files.write(file, model.bytes());
            loaded = OnnxModel.load(
                    file,
                    IntStream.range(0, ScoredModel.INPUTS)
                            .mapToObj(i -> "x" + i)
                            .toList());
        } finally {
            Files.delete(file);
        }
        scorer = loaded.newScorer();
        bare = new BareSession(model.bytes());
        for (int i = 0; i < ROWS; i++) {
            if (scorer.score(vectors[i]) != bare.score(rows[i])) {
                throw new IllegalStateException("row " + i + " has two scores");
            }
        }
    }

    @Benchmark
    public double streamgauge() {
        return scorer.score(vectors[next++ & (ROWS - 1)]);
    }

    @Benchmark
    public double session() throws OrtException {
        return bare.score(rows[next++ & (ROWS - 1)]);
    }

    @TearDown
    public void close() throws OrtException {
        scorer.close();
        loaded.close();
        bare.close();
    }
}
