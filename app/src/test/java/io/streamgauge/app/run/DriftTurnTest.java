package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.http.DriftJobView;
import io.streamgauge.drift.DriftJobCounts;
import io.streamgauge.drift.DriftJobStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DriftTurnTest {

    private static final DriftJobStatus RUNNING = new DriftJobStatus(DriftJobStatus.State.RUNNING, null);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    @Test
    void oneRunsItAndAnotherTakesOverWhenThatOneHasStopped() throws Exception {
        Path shared = temp.resolve("shared/fraud");
        DriftTurn a = turn(shared, "a");
        assertThat(started.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
        try (DriftTurn b = turn(shared, "b")) {
            assertThat(a.status()).hasValue(RUNNING);
            assertThat(b.status()).isEmpty();
            assertThat(a.view()).isEqualTo(new DriftJobView(DriftJobView.State.RUNNING, null, 12L, 3L));
            assertThat(b.counts()).isEqualTo(DriftJobCounts.NONE);
            assertThat(b.view())
                    .isEqualTo(DriftJobView.without(
                            DriftJobView.State.WAITING,
                            shared + " is in use by process "
                                    + ProcessHandle.current().pid()
                                    + "; this instance takes over when that one goes"));
            assertThat(started.poll(1_200, TimeUnit.MILLISECONDS))
                    .as("b has looked twice")
                    .isNull();
            a.close();
            assertThat(started.poll(30, TimeUnit.SECONDS)).isEqualTo("b");
            DriftTurn again = turn(shared, "a");
            assertThat(again.status()).isEmpty();
            again.close();
        }
        assertThat(happened).containsExactly("a starts", "a stops", "b starts", "b stops");
        assertThat(failure).isNotDone();
    }

    @Test
    void whatDoesNotStartLeavesItToOthers() throws Exception {
        assertThatThrownBy(() -> DriftTurn.take(temp, () -> failing("no slots"), failure::complete))
                .hasMessage("no slots");
        DriftTurn a = turn(temp, "a");
        DriftTurn waiting = DriftTurn.take(temp, () -> failing("no memory"), failure::complete);
        assertThat(failure).isNotDone();
        a.close();
        assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessage("no memory");
        turn(temp, "b").close();
        waiting.close();
        assertThat(happened).containsExactly("a starts", "a stops", "b starts", "b stops");
    }

    private DriftTurn turn(Path directory, String name) throws InterruptedException {
        return DriftTurn.take(
                directory,
                () -> {
                    happened.add(name + " starts");
                    started.add(name);
                    return job(name);
                },
                failure::complete);
    }

    private DriftTurn.Job job(String name) {
        return new DriftTurn.Job() {
            @Override
            public DriftJobStatus status() {
                return RUNNING;
            }

            @Override
            public long restarts() {
                return 0;
            }

            @Override
            public DriftJobCounts counts() {
                return new DriftJobCounts(12, 3);
            }

            @Override
            public void close() {
                happened.add(name + " stops");
            }
        };
    }

    private static DriftTurn.Job failing(String message) {
        throw new CommandFailedException(message);
    }
}
