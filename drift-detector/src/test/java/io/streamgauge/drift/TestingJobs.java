package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs of the pipeline {@code fraud} that tests wire to streams of their own, so that there is nothing to connect to. */
final class TestingJobs {

    private TestingJobs() {}

    /** Of a model all of whose inputs are numbers. */
    static DriftJobConfig of(DriftDefinition definition, List<String> inputs, int parallelism) {
        return of(definition, inputs, parallelism, null);
    }

    /** The same with outcomes. */
    static DriftJobConfig of(
            DriftDefinition definition, List<String> inputs, int parallelism, @Nullable LabelsConfig labels) {
        return of(definition, inputs, List.of(), parallelism, labels, ProfileSource.NONE);
    }

    static DriftJobConfig of(
            DriftDefinition definition,
            List<String> numbers,
            List<String> texts,
            int parallelism,
            @Nullable LabelsConfig labels,
            ProfileSource profiles) {
        return new DriftJobConfig(
                "fraud",
                "unused:0",
                Map.of(),
                "http://unused",
                Map.of(),
                definition,
                numbers,
                texts,
                List.of(),
                parallelism,
                Duration.ofMinutes(1),
                labels,
                profiles);
    }
}
