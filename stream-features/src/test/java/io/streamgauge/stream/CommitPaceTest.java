package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Properties;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final long NOW_MS = 1_700_000_000_000L;

    private final CommitPace pace = new CommitPace(20, 1_000);
    private final MockProcessorContext<String, String> context = context(0);
    private final CommitPace.Task task = pace.taskOf(context);

    @Test
    void aThreadThatKeepsUpCommitsOncePerInterval() {
        task.worked();
        pace.polled(3, NOW_MS);
        assertThat(context.committed()).isTrue();

        context.resetCommit();
        task.worked();
        pace.polled(3, NOW_MS + 19);
        assertThat(context.committed()).isFalse();
        pace.polled(0, NOW_MS + 20);
        assertThat(context.committed()).isTrue();
    }

    @Test
    void aThreadWithABacklogLeavesItToKafkaStreams() {
        task.worked();
        pace.polled(1_000, NOW_MS);
        pace.polled(1_000, NOW_MS + 1_000);
        assertThat(context.committed()).isFalse();
        pace.polled(999, NOW_MS + 1_001);
        assertThat(context.committed()).isTrue();
    }

    @Test
    void aTaskThatHasDoneNothingAsksForNothing() {
        MockProcessorContext<String, String> other = context(1);
        pace.taskOf(other);
        task.worked();
        pace.polled(0, NOW_MS);
        assertThat(context.committed()).isTrue();
        assertThat(other.committed()).isFalse();

        context.resetCommit();
        pace.polled(0, NOW_MS + 20);
        assertThat(context.committed()).isFalse();
    }

    @Test
    void allProcessorsOfATaskShareItsPartAndATaskThatComesBackHasANewOne() {
        assertThat(pace.taskOf(context)).isSameAs(task);

        MockProcessorContext<String, String> back = context(0);
        pace.taskOf(back).worked();
        task.worked();
        pace.polled(0, NOW_MS);
        assertThat(back.committed()).isTrue();
        assertThat(context.committed()).isFalse();
    }

    @Test
    void outsideAPacedThreadNobodyAsks() {
        CommitPace.of(context).worked();
        pace.polled(0, NOW_MS);
        assertThat(context.committed()).isFalse();
    }

    @Test
    void aTaskFindsThePaceOfItsThread() {
        pace.takeThread();
        assertThat(CommitPace.of(context)).isSameAs(task);
    }

    private static MockProcessorContext<String, String> context(int partition) {
        return new MockProcessorContext<>(new Properties(), new TaskId(0, partition), new File("unused"));
    }
}
