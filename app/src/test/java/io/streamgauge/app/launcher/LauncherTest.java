package io.streamgauge.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.streamgauge.app.launcher.TestingCheckout.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's archive of classes: when it is made, and that a start goes well whatever has become of it. */
class LauncherTest {

    private static final String MAKING = "making later starts quicker";
    private static final Called QUIET = new Called(0, "[demo] with archive\n", "");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingCheckout checkout;

    @BeforeEach
    void built() throws IOException {
        checkout = new TestingCheckout(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run"})
    void firstStartMakesTheArchiveAndLaterOnesUseIt(String command) throws Exception {
        Called first = checkout.call(command, "a b", "--c");

        assertThat(first.err()).contains(MAKING).endsWith(" done\n");
        assertThat(first)
                .extracting(Called::exit, Called::out)
                .containsExactly(0, "[" + command + ", a b, --c] with archive\n");
        assertThat(Files.size(checkout.archive())).isGreaterThan(0);
        assertThat(checkout.call("demo")).isEqualTo(QUIET);
        assertThat(checkout.call("validate", "x")).isEqualTo(new Called(0, "[validate, x] with archive\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate demo", "tail", "demo --help", "run -h", "--version", ""})
    void whatStartsNothingMakesNoArchive(String line) throws Exception {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");

        assertThat(checkout.call(words)).isEqualTo(new Called(0, Arrays.asList(words) + "\n", ""));
        assertThat(checkout.archives()).isEmpty();
    }

    @Test
    void archiveIsNeitherMadeNorUsedWhenTheUserSaysNo() throws Exception {
        checkout.call("demo");
        Map<String, String> no = Map.of("STREAMGAUGE_ARCHIVE", "no");

        assertThat(checkout.call(no, "demo")).isEqualTo(new Called(0, "[demo]\n", ""));
        Files.delete(checkout.archive());
        assertThat(checkout.call(no, "demo")).isEqualTo(new Called(0, "[demo]\n", ""));
        assertThat(checkout.archives()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamgauge.jar", "lib/part.jar"})
    void archiveOlderThanAJarIsMadeAgain(String newer) throws Exception {
        checkout.call("demo");
        Instant now = Instant.now();
        TestingCheckout.touch(checkout.jar(), now.minusSeconds(300));
        TestingCheckout.touch(checkout.archive(), now.minusSeconds(200));
        assertThat(checkout.call("demo")).isEqualTo(QUIET);

        TestingCheckout.touch(checkout.target().resolve(newer), now.minusSeconds(100));

        assertThat(checkout.call("demo").err()).contains(MAKING).endsWith(" done\n");
        assertThat(Files.getLastModifiedTime(checkout.archive()).toInstant()).isAfter(now.minusSeconds(100));
        assertThat(checkout.call("demo")).isEqualTo(QUIET);
    }

    @Test
    void archiveOfAnOldBuildAndAnotherJavaIsRemoved() throws Exception {
        Path old = Files.writeString(checkout.target().resolve("streamgauge-11.0.1.jsa"), "old");
        TestingCheckout.touch(old, Instant.EPOCH);

        checkout.call("demo");

        assertThat(checkout.archive()).isNotEqualTo(old);
    }

    @Test
    void archiveOfOtherBytesIsHarmless() throws Exception {
        checkout.call("demo");
        byte[] other = new byte[(int) Files.size(checkout.archive())];
        Arrays.fill(other, (byte) 'x');
        overwrite(other);

        assertThat(checkout.call("demo")).isEqualTo(QUIET);
    }

    /** The JVM would die of it. */
    @Test
    void archiveCutShortIsNotUsedAndMadeAgain() throws Exception {
        checkout.call("demo");
        byte[] whole = Files.readAllBytes(checkout.archive());
        overwrite(Arrays.copyOf(whole, whole.length / 2));

        assertThat(checkout.call("validate")).isEqualTo(new Called(0, "[validate]\n", ""));
        assertThat(checkout.call("demo").err()).contains(MAKING).endsWith(" done\n");
        assertThat(checkout.call("demo")).isEqualTo(QUIET);
    }

    @Test
    void archiveOfAnotherJarIsHarmless() throws Exception {
        checkout.call("demo");
        checkout.build("another");
        TestingCheckout.touch(checkout.archive(), Instant.now().plusSeconds(10));

        assertThat(checkout.call("demo")).isEqualTo(QUIET);
    }

    @Test
    void archiveThatCannotBeMadeIsToldOnceAndTheStartGoesOn() throws Exception {
        Map<String, String> failing = Map.of(EchoArguments.TRAINING_FAILS, "yes");

        Called first = checkout.call(failing, "demo");

        assertThat(first.err())
                .contains(MAKING)
                .endsWith("failed, so starts stay as they are; the last it said was: out of order\n");
        assertThat(first).extracting(Called::exit, Called::out).containsExactly(0, "[demo]\n");
        assertThat(checkout.call(failing, "demo")).isEqualTo(new Called(0, "[demo]\n", ""));
    }

    @Test
    void folderThatCannotBeWrittenIsLeftAsItIs() throws Exception {
        assertThat(checkout.target().toFile().setWritable(false)).isTrue();
        try {
            assumeThat(Files.isWritable(checkout.target()))
                    .as("root writes anywhere")
                    .isFalse();
            assertThat(checkout.call("demo")).isEqualTo(new Called(0, "[demo]\n", ""));
        } finally {
            assertThat(checkout.target().toFile().setWritable(true)).isTrue();
        }
    }

    private void overwrite(byte[] content) throws IOException {
        Path archive = checkout.archive();
        Files.delete(archive);
        Files.write(archive, content);
    }
}
