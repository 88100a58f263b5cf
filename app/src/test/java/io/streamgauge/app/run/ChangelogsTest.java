package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ChangelogsTest {

    private static final TopicPartition FIRST = new TopicPartition("rows-changelog", 0);
    private static final TopicPartition SECOND = new TopicPartition("rows-changelog", 1);

    @Test
    void compactedOnesThatBeginAtTheBeginningAreWhole() {
        assertThatCode(() -> whole(Map.of("rows-changelog", "compact"), Map.of(FIRST, 0L, SECOND, 0L)))
                .doesNotThrowAnyException();
    }

    @Test
    void retentionIsRefused() {
        assertThatThrownBy(() -> whole(Map.of("rows-changelog", "compact,delete"), Map.of(FIRST, 0L)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage(
                        "changelog rows-changelog has cleanup.policy=compact,delete, so that Kafka deletes rows in force"
                                + " by age or size; set cleanup.policy=compact");
    }

    @Test
    void namesTheFirstOfSeveral() {
        assertThatThrownBy(() -> whole(Map.of("b", "delete", "a", "delete", "c", "compact"), Map.of()))
                .hasMessageStartingWith("changelog a, and 1 more, has cleanup.policy=delete, so");
    }

    @Test
    void aBeginningThatIsGoneIsRefused() {
        assertThatThrownBy(() -> whole(Map.of("rows-changelog", "compact"), Map.of(FIRST, 0L, SECOND, 7L)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith(
                        "the beginning of a changelog was deleted: rows-changelog-1 begins at offset 7; rows restored");
    }

    @Test
    void whatWasAcceptedIsNoTroubleUntilMoreIsLost() {
        AcceptedLosses accepted = new AcceptedLosses(new TreeMap<>(Map.of(SECOND.toString(), 7L)));
        Map<String, String> compacted = Map.of("rows-changelog", "compact");

        assertThat(Changelogs.requireWhole(compacted, Map.of(FIRST, 0L, SECOND, 7L), accepted, false))
                .isEmpty();
        assertThatThrownBy(() -> Changelogs.requireWhole(compacted, Map.of(FIRST, 0L, SECOND, 8L), accepted, false))
                .hasMessageContaining("rows-changelog-1 begins at offset 8")
                .hasMessageContaining("--accept-incomplete-rows");
        assertThat(Changelogs.requireWhole(compacted, Map.of(FIRST, 1L, SECOND, 7L), accepted, true))
                .isEqualTo(Map.of(FIRST, 1L));
        assertThatThrownBy(() -> Changelogs.requireWhole(
                        Map.of("rows-changelog", "delete"), Map.of(FIRST, 1L, SECOND, 7L), accepted, true))
                .as("retention goes on deleting")
                .hasMessageContaining("set cleanup.policy=compact");
    }

    private static void whole(Map<String, String> policies, Map<TopicPartition, Long> beginnings) {
        assertThat(Changelogs.requireWhole(policies, beginnings, new AcceptedLosses(new TreeMap<>()), false))
                .isEmpty();
    }
}
