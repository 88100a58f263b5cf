package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.schemas.config.YamlDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the pages say can be typed: their pipelines load, their commands exist, their links lead somewhere. */
class DocsTest {

    private static final Path REPOSITORY =
            TestingPipelines.repository().toAbsolutePath().normalize();
    private static final String COMMAND = "./streamgauge ";
    private static final Pattern TRAINER = Pattern.compile("-Dtrain=(\\w+)");
    /** Inline code that names a place in the repository. */
    private static final Pattern PLACE = Pattern.compile(
            "(schemas|feature-store|stream-features|online-scoring|drift-detector|app|examples|docs)/\\S+");

    static List<MarkdownPage> pages() throws IOException {
        List<Path> files = new ArrayList<>(List.of(
                REPOSITORY.resolve("README.md"),
                REPOSITORY.resolve("examples/README.md"),
                REPOSITORY.resolve("docker/README.md")));
        try (Stream<Path> docs = Files.walk(REPOSITORY.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        return files.stream().map(MarkdownPage::read).toList();
    }

    static List<MarkdownPage.Block> yaml() throws IOException {
        return blocks("yaml");
    }

    /** Every command of the pages, as typed, comments and pipes cut off. */
    static List<String> commands() throws IOException {
        return shellLines().stream()
                .filter(line -> line.startsWith(COMMAND))
                .map(line -> line.split("\\s(#|\\||>|2>|&)", 2)[0].strip())
                .distinct()
                .toList();
    }

    static List<String> trainers() throws IOException {
        return shellLines().stream()
                .map(TRAINER::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(MarkdownPage page) {
        assertThat(page.links())
                .filteredOn(MarkdownPage.Link::isRelative)
                .allSatisfy(link -> assertThat(
                                page.file().resolveSibling(link.target().split("#", 2)[0]))
                        .exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void placesInTheRepositoryExist(MarkdownPage page) {
        assertThat(page.inlineCode())
                .filteredOn(code -> PLACE.matcher(code).matches())
                .allSatisfy(place -> assertThat(REPOSITORY.resolve(place)).exists());
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yamlIsWhatItShows(MarkdownPage.Block block) throws IOException {
        String text = block.text();
        if (text.startsWith("pipeline:")) {
            Path shown = MarkdownPage.read(block.file()).yamlLinkedBefore(block).orElseThrow();
            assertThat(Files.readString(shown)).endsWith(text);
            assertThat(PipelineFile.load(shown).inputs()).isNotEmpty();
        } else if (block.lines().stream().anyMatch(line -> !line.startsWith("#"))) {
            assertThatCode(() -> YamlDocument.parse(block.toString(), text)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsExist(String command) {
        List<String> words = WORD.matcher(command.substring(COMMAND.length()))
                .results()
                .map(MatchResult::group)
                .map(DocsTest::word)
                .collect(Collectors.toCollection(ArrayList::new));
        words.remove("--rebuild");
        StringWriter printed = new StringWriter();
        CommandLine line = Cli.create(new PrintWriter(printed), new PrintWriter(printed), Map.of());

        assertThatCode(() -> line.parseArgs(words.toArray(String[]::new)))
                .as(command)
                .doesNotThrowAnyException();
        if (words.get(0).equals("validate")) {
            assertThat(line.execute(words.toArray(String[]::new)))
                    .as(() -> command + ": " + printed)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void trainersExist(String trainer) {
        assertThat(REPOSITORY.resolve("examples/src/main/java/io/streamgauge/examples/" + trainer + ".java"))
                .exists();
    }

    /** What a shell takes for one word: quoted, or without a space. */
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

    /** A word as the command gets it: quotes gone, files of the repository found from wherever the test runs. */
    private static String word(String typed) {
        String bare = typed.replaceAll("^['\"]|['\"]$", "");
        Path inRepository = REPOSITORY.resolve(bare);
        return bare.contains("/") && Files.exists(inRepository) ? inRepository.toString() : bare;
    }

    /** Lines of all shell blocks, those that end in a backslash joined with the next. */
    private static List<String> shellLines() throws IOException {
        return blocks("sh").stream()
                .flatMap(block -> block.text().replace("\\\n", " ").lines())
                .map(String::strip)
                .toList();
    }

    private static List<MarkdownPage.Block> blocks(String language) throws IOException {
        return pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals(language))
                .toList();
    }
}
