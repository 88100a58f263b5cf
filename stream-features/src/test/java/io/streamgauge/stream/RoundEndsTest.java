package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work at the end of a thread's rounds is the thread's own, and is done until it is left. */
final class RoundEndsTest {

    private final List<String> done = new ArrayList<>();

    @Test
    void workIsDoneAtEachEndUntilItIsLeft() throws Exception {
        onThread(() -> {
            RoundEnds rounds = new RoundEnds();
            rounds.takeThread();
            Runnable leave = RoundEnds.add(() -> done.add("one"));
            RoundEnds.add(() -> done.add("two"));
            rounds.ended();
            leave.run();
            rounds.ended();
        });
        assertThat(done).containsExactly("one", "two", "two");
    }

    @Test
    void outsideOfAStreamThreadItIsNeverDone() throws Exception {
        onThread(() -> {
            RoundEnds.add(() -> done.add("one")).run();
            new RoundEnds().ended();
        });
        assertThat(done).isEmpty();
    }

    /** A thread of its own, which no other test has made one of a stream. */
    private static void onThread(Runnable test) throws InterruptedException {
        Thread thread = new Thread(test);
        thread.start();
        thread.join();
    }
}
