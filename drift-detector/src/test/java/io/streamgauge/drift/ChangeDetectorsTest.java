package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DetectorDefinition;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeDetectorsTest {

    private static final int PARTITIONS = 4;

    private static List<DetectorDefinition> detectors() {
        Problems problems = new Problems();
        DriftDefinition drift = DriftSection.read(
                YamlDocument.parse("test", "{reference: {first: 1d}, detectors: [{on: score, detector: adwin}]}"),
                problems);
        problems.throwIfAny();
        return drift.watch().detectors();
    }

    private static ChangeDetectors restored(List<DetectorPart> parts) {
        ChangeDetectors made = new ChangeDetectors(detectors(), List.of("score"), 5000);
        parts.forEach(made::restore);
        return made;
    }

    private static void show(ChangeDetectors to, String model, int partition, long timeMs, int rows) {
        for (int i = 0; i < rows; i++) {
            ScoredRow row = new ScoredRow();
            row.model = model;
            row.feedPartition = partition;
            row.eventTimeMs = timeMs;
            row.values = new double[] {i % 2};
            to.add(row);
        }
    }

    /** Every subtask is given all, reads some and writes some; the next start is given what all wrote. */
    @Test
    void aCheckpointHoldsADetectorAtMostTwiceHoweverOftenItWasRestored() {
        List<DetectorPart> parts = new ArrayList<>();
        long[] shown = new long[PARTITIONS];
        int[] parallelisms = {1, 3, 2, 4, 1, 4, 2};
        for (int run = 0; run < parallelisms.length; run++) {
            int subtasks = parallelisms[run];
            List<DetectorPart> written = new ArrayList<>();
            for (int subtask = 0; subtask < subtasks; subtask++) {
                ChangeDetectors here = restored(parts);
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    // Another assignment than the one that decides who takes care; partition 3 is idle but in the first
                    // run.
                    if ((partition + 1) % subtasks == subtask && (partition < 3 || run == 0)) {
                        show(here, "fraud", partition, 1000, 10);
                        shown[partition] += 10;
                    }
                }
                int index = subtask;
                written.addAll(here.snapshot(partition -> partition % subtasks == index));
            }
            parts = written;
            assertThat(parts).hasSizeLessThanOrEqualTo(2 * PARTITIONS);
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int which = partition;
            assertThat(parts.stream()
                            .filter(part -> part.partition == which)
                            .mapToLong(part -> part.seen)
                            .max())
                    .hasValue(shown[partition]);
        }
    }

    @Test
    void thoseOfAModelThatIsGoneAreForgottenAndThoseOfUnknownTimeAreNot() {
        ChangeDetectors first = restored(List.of());
        show(first, "old", 0, 1000, 3);
        show(first, "new", 0, 9000, 3);
        List<DetectorPart> parts = first.snapshot(partition -> true);
        parts.add(DetectorPart.of("ancient", 1, "score adwin", 5, 0, parts.get(0).bytes));
        ChangeDetectors second = restored(parts);
        second.forget(Map.of(0, 10_000L), 0);
        assertThat(second.snapshot(partition -> true))
                .extracting(part -> part.model)
                .containsOnly("new", "ancient");
        first.forget(Map.of(0, 10_000L), 0);
        assertThat(first.snapshot(partition -> true))
                .extracting(part -> part.model)
                .containsOnly("new");
    }
}
