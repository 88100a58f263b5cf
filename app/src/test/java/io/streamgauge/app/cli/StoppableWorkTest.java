package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.backfill.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a stop at each moment of a command's work. */
class StoppableWorkTest {

    private final StringWriter said = new StringWriter();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private Path result;

    @BeforeEach
    void named() {
        result = temp.resolve("set.parquet");
    }

    @Test
    void aStopInTheMiddleLeavesNothing() {
        StoppableWork work = work(Optional.of(result));
        Progress watched = work.watched((phase, done, of) -> {});
        watched.report(Progress.Phase.READING, 1, 2);

        stopping.set(true);

        assertThatThrownBy(() -> watched.report(Progress.Phase.READING, 2, 2)).hasMessage("stopped");
        work.close();
        assertThat(said).hasToString("streamgauge: stopped; nothing is left behind" + System.lineSeparator());
        assertThat(ended).isTrue();
    }

    @Test
    void aStopAfterTheResultIsInItsPlaceSaysThatItIsThere() throws Exception {
        StoppableWork work = work(Optional.of(result));
        Files.writeString(result, "rows");

        stopping.set(true);
        work.close();

        assertThat(said)
                .hasToString("streamgauge: stopped; the work was done before, and " + result + " is there, whole"
                        + System.lineSeparator());
    }

    @Test
    void aFileOfBeforeIsNoResultAndOneThatTookItsPlaceIs() throws Exception {
        Files.writeString(result, "old!");
        StoppableWork stopped = work(Optional.of(result));
        stopping.set(true);
        stopped.close();
        assertThat(said.toString()).contains("nothing is left behind");

        stopping.set(false);
        StoppableWork done = work(Optional.of(result));
        Files.move(Files.writeString(temp.resolve("staged"), "new!"), result, StandardCopyOption.REPLACE_EXISTING);
        stopping.set(true);
        done.close();
        assertThat(said.toString()).contains(result + " is there, whole");
    }

    @Test
    void withoutAStopNothingIsSaid() throws Exception {
        StoppableWork work = work(Optional.of(result));
        Files.writeString(result, "rows");
        work.close();
        work(Optional.empty()).close();

        assertThat(said).hasToString("");
        assertThat(ended).isFalse();
    }

    private StoppableWork work(Optional<Path> file) {
        return new StoppableWork(new PrintWriter(said, true), file, stopping::get, () -> ended.set(true));
    }
}
