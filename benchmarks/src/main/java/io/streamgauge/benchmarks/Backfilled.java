package io.streamgauge.benchmarks;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Vectors that a backfill of a file gives, to be compared with predictions bit for bit. */
final class Backfilled {

    /** Bits of a missing value; a NaN that arithmetic never makes. */
    private static final long MISSING = 0x7ff8_0000_dead_beefL;

    private final Map<String, long[]> vectors = new HashMap<>();
    private long compared;
    private long different;

    private Backfilled() {}

    /** Backfills a file that serves every source of the pipeline. */
    static Backfilled of(Pipeline pipeline, Path file) throws IOException {
        Backfilled backfilled = new Backfilled();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                long[] bits = new long[vector.size()];
                Arrays.setAll(bits, i -> vector.isMissing(i) ? MISSING : bits(vector.valueAt(i)));
                backfilled.vectors.put(id, bits);
            }

            @Override
            public void close() {}
        };
        Map<String, Path> files = pipeline.features().sources().keySet().stream()
                .collect(Collectors.toMap(source -> source, source -> file));
        int threads = Runtime.getRuntime().availableProcessors();
        new FileBackfill(EventFiles.CSV, pipeline.runtime().partitions())
                .run(pipeline.features(), pipeline.vector(), files, sink, threads, Progress.NONE);
        return backfilled;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    void check(Prediction prediction) {
        long[] expected = vectors.getOrDefault(prediction.getEventId(), new long[0]);
        List<ServedFeature> served = prediction.getFeatures();
        for (int i = 0; i < served.size(); i++) {
            Double value = served.get(i).getValue();
            compared++;
            if (i >= expected.length || expected[i] != (value == null ? MISSING : bits(value))) {
                different++;
            }
        }
    }

    long rows() {
        return vectors.size();
    }

    long compared() {
        return compared;
    }

    long different() {
        return different;
    }
}
