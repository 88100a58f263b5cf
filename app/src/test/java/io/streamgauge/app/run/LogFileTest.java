package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
        try (LogFile log = LogFile.open(file)) {
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
}
