package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on models registers what it says, and is told what it shows. */
class RegisterPageTest {

    private static final Path REPOSITORY =
            TestingPipelines.repository().toAbsolutePath().normalize();
    private static final List<String> COMMANDS =
            List.of("./streamgauge models register", "./streamgauge models list", "./streamgauge models show");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void itsCommandsPrintWhatItShows() throws IOException {
        String printed = "";
        int run = 0;
        for (MarkdownPage.Block block :
                MarkdownPage.read(REPOSITORY.resolve("docs/models.md")).blocks()) {
            switch (block.language()) {
                case "csv golden.csv" -> Files.writeString(directory.resolve("golden.csv"), block.text());
                case "text register" -> assertThat(withoutTimes(printed)).isEqualTo(withoutTimes(block.text()));
                case "sh" -> {
                    for (String line : block.text()
                            .replace("\\\n", " ")
                            .lines()
                            .filter(typed -> COMMANDS.stream().anyMatch(typed::startsWith))
                            .toList()) {
                        printed = run(line);
                        run++;
                    }
                }
                default -> {}
            }
        }
        assertThat(run).isEqualTo(3);
        assertThat(printed).startsWith("cards 1").contains("\"rocAuc\"");
    }

    /** What a row takes is another time on every host, and in every run. */
    private String withoutTimes(String text) {
        return text.replace(directory + "/", "").replaceAll("p50 \\S+ µs, p99 \\S+ µs on", "on");
    }

    private String run(String typed) {
        String[] words = typed.substring("./streamgauge ".length()).strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i++) {
            if (words[i].startsWith("examples/")) {
                words[i] = REPOSITORY.resolve(words[i]).toString();
            } else if (List.of("store", "golden.csv").contains(words[i])) {
                words[i] = directory.resolve(words[i]).toString();
            }
        }
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int code = Cli.create(out, out, Map.of()).execute(words);
        assertThat(code).as("%s: %s", typed, printed).isZero();
        return printed.toString();
    }
}
