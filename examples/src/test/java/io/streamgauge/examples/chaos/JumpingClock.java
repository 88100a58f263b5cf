package io.streamgauge.examples.chaos;

import io.streamgauge.app.processes.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of one process jumps an hour forward, and the next time an hour back: libfaketime, of Debian's package
 * faketime, stands between the process and the system, and reads from a file once a second how far off it is to be. What only counts time
 * ({@code CLOCK_MONOTONIC}) goes on as it does when an administrator sets a machine's clock.
 */
final class JumpingClock implements Fault {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Path library;
    private final Path offset;
    private boolean ahead;

    private JumpingClock(Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    /** One that is right so far; a test is skipped where the library is not there. */
    static JumpingClock in(Path folder) throws IOException {
        Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
        Assumptions.assumeTrue(library.isPresent(), "a clock can be made to jump only with Debian's package faketime");
        JumpingClock clock = new JumpingClock(library.get(), folder.resolve("offset"));
        clock.write("+0");
        return clock;
    }

    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1");
    }

    @Override
    public String name() {
        return "clock of an instance jumps by an hour";
    }

    @Override
    public void inject(LocalCluster cluster, ChaosRun run, Random random) {
        ahead = !ahead;
        write(ahead ? "+3600" : "+0");
    }

    @Override
    public void awaitMended(LocalCluster cluster, ChaosRun run) throws InterruptedException {
        run.instances().get(1).awaitReady(Duration.ofMinutes(5));
    }

    private void write(String seconds) {
        try {
            Files.writeString(offset, seconds + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
