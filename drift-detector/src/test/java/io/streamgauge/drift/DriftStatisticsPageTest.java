package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.drift.detector.Setting;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/drift-statistics.md says of detectors is what the code says; {@code -Dstreamgauge.update} writes it anew. */
class DriftStatisticsPageTest {

    private static final String START = "<!-- detectors: generated from DetectorKind -->\n";
    private static final String END = "<!-- end -->";

    @Test
    void detectorsAreTheCodes() throws IOException {
        Path page = page();
        String text = Files.readString(page);
        int start = text.indexOf(START) + START.length();
        String expected = text.substring(0, start) + detectors() + text.substring(text.indexOf(END));
        if (System.getProperty("streamgauge.update") != null) {
            Files.writeString(page, expected);
            text = expected;
        }
        assertThat(text)
                .as("update it with mvn -pl drift-detector -am test -Dtest=DriftStatisticsPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamgauge.update")
                .isEqualTo(expected);
    }

    @Test
    void everyStatisticIsListed() throws IOException {
        String text = Files.readString(page());
        for (String part : List.of("statistic", "multivariate", "performance")) {
            Path sources = page().resolveSibling("../drift-detector/src/main/java/io/streamgauge/drift/" + part);
            try (Stream<Path> files = Files.list(sources)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    if (Files.readString(file).contains("public final class " + name)) {
                        assertThat(text).contains("`" + name + "`");
                    }
                }
            }
        }
    }

    private static String detectors() {
        return Arrays.stream(DetectorKind.values())
                .map(DriftStatisticsPageTest::detector)
                .collect(Collectors.joining("\n"));
    }

    private static String detector(DetectorKind kind) {
        return "### " + kind + "\n\nTakes " + kind.input().text() + ". Version: " + kind.variant() + ". Source: "
                + kind.source() + ".\n\n| setting | default | allowed | meaning |\n|---|---|---|---|\n"
                + kind.settings().stream().map(DriftStatisticsPageTest::row).collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        String fallback =
                BigDecimal.valueOf(setting.fallback()).stripTrailingZeros().toPlainString();
        return "| `" + setting.name() + "` | " + fallback + " | "
                + setting.allowed().text() + " | " + setting.doc() + " |\n";
    }

    private static Path page() {
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, Objects::nonNull, Path::getParent)
                .map(dir -> dir.resolve("docs/drift-statistics.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
