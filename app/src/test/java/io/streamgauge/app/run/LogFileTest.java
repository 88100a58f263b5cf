package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogFileTest {

    private static final Logger LOG = LoggerFactory.getLogger("io.streamgauge.stream.Refusals");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void whatALineIsAboutStandsAtItsEnd() throws Exception {
        Path file = temp.resolve("streamgauge.log");
        try (LogFile log = LogFile.open(file, LogFormat.TEXT)) {
            assertThat(log).isNotNull();
            LOG.atWarn()
                    .addKeyValue("record", "transactions-1@17")
                    .addKeyValue("event", "t9")
                    .log("source {}: first record refused", "transactions");
            LOG.warn("about nothing");
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .endsWith("source transactions: first record refused record=\"transactions-1@17\" event=\"t9\"");
        assertThat(lines.get(1)).endsWith(" - about nothing");
    }

    @Test
    void asJsonALineIsAnObjectThatSaysWhatItIsAbout() throws Exception {
        Path file = temp.resolve("streamgauge.log");
        PrintStream before = System.err;
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        System.setErr(new PrintStream(stderr, true, StandardCharsets.UTF_8));
        try (LogFile log = LogFile.open(file, LogFormat.JSON)) {
            assertThat(log).isNotNull();
            LOG.atWarn()
                    .addKeyValue("record", "transactions-1@17")
                    .addKeyValue("key", "a \"quoted\"\nkey\u0001")
                    .addKeyValue("event", "t9")
                    .log("source {}: first record refused", "transactions");
            LOG.warn("it failed", new IllegalStateException("why", new IllegalArgumentException("at last")));
        } finally {
            System.setErr(before);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("level").asText()).isEqualTo("WARN");
        assertThat(first.get("loggerName").asText()).isEqualTo("io.streamgauge.stream.Refusals");
        assertThat(first.get("threadName").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(first.get("message").asText()).isEqualTo("source transactions: first record refused");
        assertThat(first.get("record").asText()).isEqualTo("transactions-1@17");
        assertThat(first.get("key").asText()).isEqualTo("a \"quoted\"\nkey\u0001");
        assertThat(first.get("event").asText()).isEqualTo("t9");
        assertThat(Instant.parse(first.get("time").asText()).toEpochMilli())
                .isEqualTo(first.get("timestamp").asLong());
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.has("event")).isFalse();
        assertThat(second.get("throwable").get("message").asText()).isEqualTo("why");
        assertThat(second.get("throwable").get("stepArray")).isNotEmpty();
        assertThat(second.get("throwable").get("cause").get("message").asText()).isEqualTo("at last");
        assertThat(stderr.toString(StandardCharsets.UTF_8).lines()).containsExactlyElementsOf(lines);
    }
}
