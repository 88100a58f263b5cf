package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ChangelogsTest {

    private static final TopicPartition FIRST = new TopicPartition("rows-changelog", 0);
    private static final TopicPartition SECOND = new TopicPartition("rows-changelog", 1);

    @Test
    void compactedOnesThatBeginAtTheBeginningAreWhole() {
        assertThatCode(() ->
                        Changelogs.requireWhole(Map.of("rows-changelog", "compact"), Map.of(FIRST, 0L, SECOND, 0L)))
                .doesNotThrowAnyException();
    }

    @Test
    void retentionIsRefused() {
        assertThatThrownBy(() -> Changelogs.requireWhole(Map.of("rows-changelog", "compact,delete"), Map.of(FIRST, 0L)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage(
                        "changelog rows-changelog has cleanup.policy=compact,delete, so that Kafka deletes rows in force"
                                + " by age or size; set cleanup.policy=compact");
    }

    @Test
    void namesTheFirstOfSeveral() {
        assertThatThrownBy(
                        () -> Changelogs.requireWhole(Map.of("b", "delete", "a", "delete", "c", "compact"), Map.of()))
                .hasMessageStartingWith("changelog a, and 1 more, has cleanup.policy=delete, so");
    }

    @Test
    void aBeginningThatIsGoneIsRefused() {
        assertThatThrownBy(() ->
                        Changelogs.requireWhole(Map.of("rows-changelog", "compact"), Map.of(FIRST, 0L, SECOND, 7L)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith(
                        "the beginning of a changelog was deleted: rows-changelog-1 begins at offset 7; rows restored");
    }
}
