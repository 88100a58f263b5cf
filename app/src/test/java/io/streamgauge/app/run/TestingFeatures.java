package io.streamgauge.app.run;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vectors as the file backfill computes them, comparable bit for bit with those of predictions. */
final class TestingFeatures {

    /** One value: its 64 bits, or null when missing. */
    record Value(String name, @Nullable Long bits, boolean present) {}

    private TestingFeatures() {}

    static Map<String, List<Value>> ofFile(Pipeline pipeline, Path file) throws IOException {
        Map<String, List<Value>> byId = new HashMap<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                byId.put(id, values(pipeline.inputs(), vector));
            }

            @Override
            public void close() {}
        };
        new FileBackfill(EventFiles.CSV, pipeline.runtime().partitions())
                .run(
                        pipeline.features(),
                        pipeline.vector(),
                        Map.of("transactions", file, "labels", file),
                        sink,
                        2,
                        Progress.NONE);
        return byId;
    }

    static List<Value> of(List<ServedFeature> served) {
        return served.stream()
                .map(f -> new Value(
                        f.getName(),
                        f.getValue() == null ? null : (Long) Double.doubleToRawLongBits(f.getValue()),
                        known(f.getStatus())))
                .toList();
    }

    private static boolean known(ValueStatus status) {
        return status == ValueStatus.PRESENT;
    }

    private static List<Value> values(List<String> names, FeatureValues vector) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            values.add(new Value(
                    names.get(i),
                    vector.isMissing(i) ? null : (Long) Double.doubleToRawLongBits(vector.valueAt(i)),
                    known(vector.statusAt(i))));
        }
        return values;
    }
}
