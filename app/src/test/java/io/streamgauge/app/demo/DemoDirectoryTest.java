package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.app.run.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void goesOnWithTheWorldItWasFilledFrom() {
        assertThat(world(OptionalLong.empty(), Optional.empty()))
                .isEqualTo(new DemoWorld(DemoWorld.DEFAULT_SEED, OptionalInt.of(DemoWorld.DEFAULT_SHIFT_DAY)));

        new DemoWorld(7, OptionalInt.empty()).write(folder);

        assertThat(world(OptionalLong.empty(), Optional.empty())).isEqualTo(new DemoWorld(7, OptionalInt.empty()));
        assertThat(world(OptionalLong.of(7), Optional.of(DemoOptions.Shift.NONE)))
                .isEqualTo(new DemoWorld(7, OptionalInt.empty()));
    }

    @Test
    void anotherWorldIsRefused() {
        new DemoWorld(7, OptionalInt.of(58)).write(folder);

        assertThatThrownBy(() -> world(OptionalLong.of(8), Optional.empty()))
                .isInstanceOf(WrongUsageException.class)
                .hasMessage(folder + " was filled with seed 7 and shift day 58, not with seed 8 and shift day 58;"
                        + " start anew with --clean, or choose another --data-dir");
        assertThatThrownBy(() -> world(OptionalLong.empty(), Optional.of(DemoOptions.Shift.NONE)))
                .hasMessageContaining("shift day none");
    }

    @Test
    void cleaningEmptiesADataDirectory() throws IOException {
        DataDirectory.take(folder).close();
        Files.createDirectories(folder.resolve("broker/data"));
        Files.writeString(folder.resolve("broker/data/log"), "x");
        new DemoWorld(7, OptionalInt.empty()).write(folder);

        DemoDirectory.clean(folder);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("lock"));
        }
        assertThat(DemoWorld.read(folder)).isEmpty();
    }

    @Test
    void cleaningLeavesAloneWhatIsNotOursOrIsInUse() throws IOException {
        Path strange = Files.createDirectory(folder.resolve("photos"));
        Files.writeString(strange.resolve("summer.jpg"), "x");
        assertThatThrownBy(() -> DemoDirectory.clean(strange))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining("does not look like a data directory of ours");
        assertThat(strange.resolve("summer.jpg")).exists();

        Path used = folder.resolve("used");
        try (DataDirectory held = DataDirectory.take(used)) {
            assertThatThrownBy(() -> DemoDirectory.clean(held.path())).isInstanceOf(CommandFailedException.class);
        }
        DemoDirectory.clean(folder.resolve("not-there-yet"));
    }

    private DemoWorld world(OptionalLong seed, Optional<DemoOptions.Shift> shift) {
        DemoOptions options = new DemoOptions(
                Optional.empty(),
                RuntimeOptions.embedded(folder),
                false,
                seed,
                shift,
                OptionalLong.empty(),
                Optional.empty(),
                2_000,
                false);
        return DemoDirectory.world(options, folder);
    }
}
