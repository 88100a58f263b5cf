package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.processes.OwnJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM with a faked clock sees jumps, and its waits last as long as without: libfaketime does not always manage the latter. */
@Tag("chaos")
class FakedClockTest {

    private static final long WAIT_MS = 50;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void jumpsForAJvmWhoseWaitsStayAsTheyAre() throws Exception {
        Optional<FakedClock> installed = FakedClock.in(temp.resolve("clock"));
        Assumptions.assumeTrue(installed.isPresent(), FakedClock.MISSING);
        FakedClock clock = installed.orElseThrow();
        Process process = new OwnJvm(List.of("-Xmx32m"), Watching.class.getName(), List.of(), clock.environment())
                .builder()
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            awaitAhead(lines, Duration.ZERO);
            clock.jump(Duration.ofHours(1));
            awaitAhead(lines, Duration.ofHours(1));
            clock.jump(Duration.ofHours(-1));
            awaitAhead(lines, Duration.ofHours(-1));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads what the JVM says until its clock is so much ahead of this one's; every line must tell of waits that are whole. */
    private static void awaitAhead(BufferedReader lines, Duration ahead) throws IOException {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            String[] said = String.valueOf(lines.readLine()).split(" ", -1);
            for (int wait = 1; wait < said.length; wait++) {
                assertThat(Double.parseDouble(said[wait]))
                        .as("ms, wait " + wait)
                        .isGreaterThan(WAIT_MS - 2.0);
            }
            if (Math.abs(Long.parseLong(said[0]) - System.currentTimeMillis() - ahead.toMillis()) < 60_000) {
                return;
            }
            assertThat(System.nanoTime()).as("the clock has not jumped").isLessThan(deadlineNanos);
        }
    }

    /** Prints the time of the day and how long each of two kinds of waits lasted, for ever. */
    static final class Watching {

        private Watching() {}

        public static void main(String[] args) throws InterruptedException {
            Object lock = new Object();
            while (true) {
                long beganNanos = System.nanoTime();
                synchronized (lock) {
                    lock.wait(WAIT_MS);
                }
                long betweenNanos = System.nanoTime();
                LockSupport.parkNanos(WAIT_MS * 1_000_000);
                System.out.println(System.currentTimeMillis() + " " + (betweenNanos - beganNanos) / 1e6 + " "
                        + (System.nanoTime() - betweenNanos) / 1e6);
            }
        }
    }
}
