package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenWindowsTest {

    private final OpenWindows windows = new OpenWindows(definition(), List.of("score"));

    private static DriftDefinition definition() {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse("test", "{window: 1s, lateness: 200ms, reference: {first: 5s}}"), problems);
        problems.throwIfAny();
        return definition;
    }

    private void add(int partition, long timeMs) {
        ScoredRow row = new ScoredRow();
        row.model = "fraud";
        row.feedPartition = partition;
        row.eventTimeMs = timeMs;
        row.values = new double[] {0};
        windows.add(row, Long.MIN_VALUE);
    }

    /** A partition that is idle leaves the window open by its own clock; one that another subtask reads is not this one's matter. */
    @Test
    void aWindowIsIncompleteWhereAPartitionOfItIsBehind() {
        windows.restoreClock(7, 10);
        add(0, 1300);
        add(1, 900);
        assertThat(windows.behind(1000)).containsExactly(1);
        add(1, 1199);
        assertThat(windows.behind(1000)).as("199 ms of 200 beyond its end").containsExactly(1);
        add(1, 1200);
        assertThat(windows.behind(1000)).isEmpty();
        assertThat(windows.behind(2000)).containsExactly(0, 1);
    }
}
