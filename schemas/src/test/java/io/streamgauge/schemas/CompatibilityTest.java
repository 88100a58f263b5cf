package io.streamgauge.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each contract against every version ever released: both must read what the other wrote (FULL_TRANSITIVE). */
class CompatibilityTest {

    private static final Path CURRENT = Path.of("src/main/avro");
    private static final Path RELEASED = Path.of("src/test/resources/released");

    @ParameterizedTest
    @MethodSource("releases")
    void readsAndIsReadByEveryRelease(Path release) throws IOException {
        Map<String, Schema> now = parse(CURRENT);
        parse(release).forEach((name, then) -> {
            Schema current = Objects.requireNonNull(now.get(name), name + " was released and must stay");
            assertCanRead(current, then, "the current " + name + " reads that of " + release.getFileName());
            assertCanRead(then, current, name + " of " + release.getFileName() + " reads the current one");
        });
    }

    @Test
    void everyContractHasAReleasedCopy() throws IOException {
        try (Stream<Path> releases = releases()) {
            Path newest = releases.max(Path::compareTo).orElseThrow();
            assertThat(parse(newest).keySet())
                    .as("copy the new .avsc files to " + newest)
                    .containsExactlyInAnyOrderElementsOf(parse(CURRENT).keySet());
        }
    }

    static Stream<Path> releases() throws IOException {
        return children(RELEASED).stream();
    }

    private static void assertCanRead(Schema reader, Schema writer, String what) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(result.getType())
                .as("%s: %s", what, result.getResult().getIncompatibilities())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    /** The contracts of a folder by name; in order of file names, since a later one may use an earlier one's types. */
    private static Map<String, Schema> parse(Path folder) throws IOException {
        Schema.Parser parser = new Schema.Parser();
        return children(folder).stream()
                .map(file -> parse(parser, file))
                .collect(Collectors.toMap(Schema::getName, s -> s));
    }

    private static Schema parse(Schema.Parser parser, Path file) {
        try {
            return parser.parse(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
