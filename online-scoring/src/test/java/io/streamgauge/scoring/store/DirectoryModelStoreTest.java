package io.streamgauge.scoring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryModelStoreTest {

    private static final byte[] FIRST = TestingRegistrations.bytes("first");
    private static final byte[] SECOND = TestingRegistrations.bytes("second");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ModelStore store;

    @BeforeEach
    void open() throws ModelStoreException {
        store = ModelStore.at(directory.resolve("store").toString());
    }

    private static ModelRegistration registration(String version, byte[] onnx) {
        return TestingRegistrations.of("fraud", version, onnx);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsPutIsFoundAndFetched() throws Exception {
        ModelRegistration registration = registration("7", FIRST);

        store.put(registration, FIRST);

        assertThat(store.find("fraud", "7")).contains(registration);
        assertThat(store.fetch(registration)).hasBinaryContent(FIRST);
        assertThat(files())
                .containsExactly("store/files/" + registration.digest() + ".onnx", "store/models/fraud/7.json");
    }

    @Test
    void bytesAloneAreKeptUnderTheirDigest() throws Exception {
        String digest = Digests.of(FIRST);
        store.keep(FIRST);
        assertThat(files()).containsExactly("store/files/" + digest + ".onnx");
        assertThat(store.list()).isEmpty();
        Path file = store.fetch(digest);
        Files.write(file, SECOND);
        store.keep(FIRST);
        assertThat(store.fetch(digest)).as("a damaged one is replaced").hasBinaryContent(FIRST);
        Files.writeString(directory.resolve("taken"), "a file");
        assertThatThrownBy(() ->
                        ModelStore.at(directory.resolve("taken").toString()).keep(FIRST))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("cannot write to the model store");
    }

    @Test
    void anEmptyStoreHoldsNothing() throws Exception {
        assertThat(store.find("fraud", "7")).isEmpty();
        assertThat(store.list()).isEmpty();
        assertThatThrownBy(() -> store.fetch(Digests.of(FIRST)))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("has no file of digest " + Digests.of(FIRST));
        assertThat(files()).isEmpty();
    }

    @Test
    void theSameAgainChangesNothing() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        ModelRegistration again = new ModelRegistration(
                "fraud",
                "7",
                Digests.of(FIRST),
                FIRST.length,
                "fraud",
                "other",
                List.of(),
                List.of(),
                List.of(),
                java.time.Instant.EPOCH,
                new GateReport(List.of(), null, null),
                ModelCard.NONE);

        store.put(again, FIRST);
        store.put(
                new ModelRegistration(
                        "fraud",
                        "8",
                        Digests.of(FIRST),
                        FIRST.length,
                        "fraud",
                        "h",
                        List.of(),
                        List.of(),
                        List.of(),
                        java.time.Instant.EPOCH,
                        new GateReport(List.of(), null, null),
                        ModelCard.NONE),
                FIRST);

        assertThat(store.find("fraud", "8").orElseThrow().gate()).isEqualTo(again.gate());
        assertThat(store.find("fraud", "7")).contains(registration("7", FIRST));
    }

    @Test
    void anotherFileUnderAVersionIsRefusedAndNothingChanges() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        List<String> before = files();

        assertThatThrownBy(() -> store.put(registration("7", SECOND), SECOND))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContainingAll(
                        "model fraud 7 is registered already", Digests.of(FIRST), Digests.of(SECOND), "--version");

        assertThat(files()).isEqualTo(before);
        assertThat(store.find("fraud", "7")).contains(registration("7", FIRST));
    }

    @Test
    void versionsMayShareAFile() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        store.put(registration("8", FIRST), FIRST);
        store.put(TestingRegistrations.of("churn", "1", SECOND), SECOND);

        assertThat(store.list()).extracting(ModelRegistration::title).containsExactly("churn 1", "fraud 7", "fraud 8");
        assertThat(files()).hasSize(5);
    }

    @Test
    void oneOfManyWritersWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> puts = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                byte[] onnx = TestingRegistrations.bytes("file " + i);
                puts.add(threads.submit(() -> accepted(registration("7", onnx), onnx)));
            }
            int accepted = 0;
            for (Future<Boolean> put : puts) {
                accepted += put.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
            assertThat(store.fetch(store.find("fraud", "7").orElseThrow())).isNotEmptyFile();
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean accepted(ModelRegistration registration, byte[] onnx) {
        try {
            store.put(registration, onnx);
            return true;
        } catch (ModelStoreException e) {
            assertThat(e).hasMessageContaining("is registered already");
            return false;
        }
    }

    @Test
    void aDamagedFileIsNotGiven() throws Exception {
        ModelRegistration registration = registration("7", FIRST);
        store.put(registration, FIRST);
        Files.write(store.fetch(registration), SECOND);

        assertThatThrownBy(() -> store.fetch(registration))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("is damaged: its digest is " + Digests.of(SECOND));

        store.put(registration("8", FIRST), FIRST);
        assertThat(store.fetch(registration)).as("written anew").hasBinaryContent(FIRST);
    }

    @Test
    void aRegistrationOfOtherBytesIsNotPut() throws Exception {
        assertThatThrownBy(() -> store.put(registration("7", FIRST), SECOND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void aRecordThatIsNoneIsTold() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        Path record = directory.resolve("store/models/fraud/7.json");
        String json = Files.readString(record);
        Files.copy(record, record.resolveSibling("8.json"));
        assertThatThrownBy(() -> store.find("fraud", "8")).hasMessageContaining("holds the registration of fraud 7");
        Files.writeString(record, json.replaceFirst("\"gate\"", "\"gait\""));
        assertThatThrownBy(() -> store.find("fraud", "7")).hasMessageContaining("is no registration of a model: ");
        Files.writeString(record, json.substring(0, json.length() / 2));
        assertThatThrownBy(() -> store.find("fraud", "7")).hasMessageContaining("7.json is no registration of a model");
    }

    @Test
    void aRecordMaySayMore() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        Path record = directory.resolve("store/models/fraud/7.json");
        Files.writeString(record, Files.readString(record).replaceFirst("\\{", "{\"since_later\": 1,"));
        assertThat(store.find("fraud", "7")).contains(registration("7", FIRST));
    }

    @Test
    void leftoversAreNoModels() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        Files.writeString(directory.resolve("store/models/fraud/.writing-1.part"), "half");
        Files.writeString(directory.resolve("store/models/README.md"), "ours");
        assertThat(store.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", ".hidden", "a b", "ü"})
    void namesAreWords(String name) {
        assertThatThrownBy(() -> TestingRegistrations.of(name, "1", FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be the name of a model");
        assertThatThrownBy(() -> store.find("fraud", name)).hasMessageContaining("cannot be the version of a model");
    }

    @Test
    void locationsThatAreNoStoreAreRefused() throws Exception {
        assertThatThrownBy(() -> ModelStore.at("ftp://models"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("no model store can be at 'ftp://models'; allowed: a directory");
        assertThat(ModelStore.at(directory.toUri().toString()).location()).isEqualTo(directory.toString());
    }
}
