package io.streamgauge.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/topics.md says what the code says; when it does not, the message holds the table to put there. */
class TopicsPageTest {

    private static final Path PAGE = Path.of("../docs/topics.md");

    @Test
    void topicsAreThoseOfTheCatalogue() throws IOException {
        String rows = new TopicCatalogue("fraud")
                .all().stream().map(TopicsPageTest::row).collect(Collectors.joining());
        assertThat(Files.readString(PAGE))
                .contains("| topic | key | value | cleanup | retention |\n|---|---|---|---|---|\n" + rows + "\n");
    }

    @Test
    void headersAreThoseOfTheCode() throws IOException {
        String rows = Arrays.stream(DivertHeader.values())
                .map(header -> "| `" + header.key() + "` | " + header.doc() + " |\n")
                .collect(Collectors.joining());
        assertThat(Files.readString(PAGE)).contains("| header | value |\n|---|---|\n" + rows + "\n");
    }

    private static String row(TopicSpec topic) {
        return "| `" + topic.name() + "` | " + topic.key() + " | " + topic.value() + " | "
                + topic.settings().get("cleanup.policy") + " | "
                + (topic.retention().equals(TopicSpec.FOR_EVER) ? "for ever" : Durations.format(topic.retention()))
                + " |\n";
    }
}
