package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/http.md says is asked is answered as it says. */
class HttpPageTest {

    private static final Pattern CURL = Pattern.compile(
            "curl '?http://127\\.0\\.0\\.1:8080(/[^'\\s]*)'?(?: -d '([^']*)')?\\s*\n```(?:\n\n```json\n(.*?)```)?",
            Pattern.DOTALL);
    private static final Pattern ROUTE = Pattern.compile("^\\| `(GET|POST) ([^`?]+)", Pattern.MULTILINE);
    private static final Pattern STATUS = Pattern.compile("^\\| (\\d{3}) \\|", Pattern.MULTILINE);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final String page;

    HttpPageTest() throws IOException {
        page = Files.readString(TestingPipelines.repository().resolve("docs/http.md"));
    }

    @Test
    void itsExamplesAreAnsweredAsItSays() throws IOException {
        List<String> compared = new ArrayList<>();
        try (TestingApi api = fraud()) {
            Matcher example = CURL.matcher(page);
            while (example.find()) {
                TestingApi.Reply reply = example.group(2) == null
                        ? api.get(example.group(1))
                        : api.post(example.group(1), example.group(2));
                assertThat(reply.status())
                        .as(example.group(1) + ": " + reply.text())
                        .isEqualTo(200);
                if (example.group(3) != null) {
                    JsonNode said = new ObjectMapper().readTree(example.group(3));
                    assertThat(reply.json()).as(example.group(1)).isEqualTo(said);
                    compared.add(example.group(1));
                }
            }
        }
        assertThat(compared).containsExactly("/v1/features/customer", "/v1/features/fraud", "/get-online-features");
    }

    @Test
    void itNamesEveryRouteAndEveryStatus() {
        AnswerCheck document = new AnswerCheck();
        List<String> routes = ROUTE.matcher(page)
                .results()
                .map(route -> route.group(1) + " " + route.group(2))
                .toList();
        assertThat(document.operations())
                .filteredOn(operation -> !operation.equals("GET /v1/features/{view}"))
                .containsExactlyInAnyOrderElementsOf(routes);
        List<String> statuses = STATUS.matcher(page)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        assertThat(statuses).contains("405");
        document.document()
                .get("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .get("responses")
                        .fieldNames()
                        .forEachRemaining(status -> assertThat(status.equals("200") || statuses.contains(status))
                                .as(status)
                                .isTrue())));
    }

    /** The fraud example with the few events that the page's answers are made of. */
    private TestingApi fraud() {
        var pipeline = PipelineFile.load(TestingPipelines.fraud(folder));
        TestingApi api = new TestingApi(
                pipeline.features(), pipeline.inputs(), HttpSettings.loopback(0), HttpClient.newHttpClient());
        api.progressMs = OptionalLong.of(millis("2018-04-07T12:00:00Z"));
        api.reads.watermarkMs = OptionalLong.of(millis("2018-04-07T11:58:00Z"));
        api.reads.add("transactions", pays("2018-04-06T20:00:00Z", 40));
        api.reads.add("transactions", pays("2018-04-07T10:30:00Z", 20));
        api.reads.add("labels", label("2018-03-30T13:00:00Z", true));
        api.reads.add("labels", label("2018-03-30T15:00:00Z", false));
        return api;
    }

    private static Map<String, Object> pays(String time, double amount) {
        return Map.of("customer_id", "17", "terminal_id", "3", "amount", amount, "event_time", Instant.parse(time));
    }

    private static Map<String, Object> label(String time, boolean fraud) {
        return Map.of("terminal_id", "3", "fraud", fraud, "event_time", Instant.parse(time));
    }

    private static long millis(String moment) {
        return Instant.parse(moment).toEpochMilli();
    }
}
