package io.streamgauge.scoring.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RecordedRevisionsTest {

    @Test
    void everyEventHasTheRevisionThatWasAddedInWhateverOrder() {
        long seed = 42;
        Random random = new Random(seed);
        RecordedRevisions.Recorder recorder = new RecordedRevisions.Recorder();
        Map<Long, Long> added = new HashMap<>();
        List<Long> offsets = new java.util.ArrayList<>(LongStream.range(0, 5_000)
                .filter(offset -> random.nextInt(10) > 0)
                .boxed()
                .toList());
        Collections.shuffle(offsets, random);
        for (long offset : offsets) {
            long revision = offset / 1_000 + random.nextInt(2);
            recorder.add("payments", 3, offset, revision);
            added.put(offset, revision);
        }
        RecordedRevisions recorded = recorder.recorded();
        assertThat(recorded.events()).isEqualTo(added.size());
        assertThat(added)
                .as("seed %d", seed)
                .allSatisfy((offset, revision) ->
                        assertThat(recorded.at("payments", 3, offset)).isEqualTo(revision));
    }

    @Test
    void whatIsNotRecordedHasTheRevisionOfTheEventBefore() {
        RecordedRevisions.Recorder recorder = new RecordedRevisions.Recorder();
        recorder.add("payments", 0, 20, 2);
        recorder.add("payments", 0, 10, 1);
        RecordedRevisions recorded = recorder.recorded();
        assertThat(recorded.at("payments", 0, 3)).isEqualTo(1);
        assertThat(recorded.at("payments", 0, 19)).isEqualTo(1);
        assertThat(recorded.at("payments", 0, 1_000)).isEqualTo(2);
        assertThat(recorded.at("payments", 1, 20)).isZero();
        assertThat(recorded.at("refunds", 0, 20)).isZero();
    }

    @Test
    void anEventUnderTwoRevisionsIsRefused() {
        RecordedRevisions.Recorder recorder = new RecordedRevisions.Recorder();
        recorder.add("payments", 1, 7, 2);
        recorder.add("payments", 1, 7, 2);
        assertThat(recorder.recorded().at("payments", 1, 7)).isEqualTo(2);
        recorder.add("payments", 1, 7, 3);
        assertThatThrownBy(recorder::recorded)
                .hasMessage("the event at offset 7 of payments-1 is recorded under the revisions 2 and 3");
        assertThatThrownBy(() -> recorder.add("payments", 1, -1, 0)).hasMessageContaining("cannot be recorded");
        assertThatThrownBy(() -> recorder.add("payments", 1, 0, 1 << 20)).hasMessageContaining("cannot be recorded");
    }
}
