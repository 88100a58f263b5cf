package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** The document and the server say the same; that answers are as it says is held by {@link TestingApi} for every one. */
class OpenApiTest {

    private final AnswerCheck check = new AnswerCheck();

    @Test
    void everyRouteIsDescribedAndNoOther() {
        try (TestingApi api = new TestingApi()) {
            assertThat(api.api.ways())
                    .extracting(way -> way.method().name() + " " + way.path())
                    .containsExactlyInAnyOrderElementsOf(check.operations());
        }
    }

    @Test
    void itIsServed() {
        try (TestingApi api = new TestingApi()) {
            JsonNode served = api.get("/openapi.json").json();
            assertThat(served).isEqualTo(check.document());
            assertThat(served.get("openapi").asText()).startsWith("3.1");
        }
    }

    @Test
    void everyReferenceLeadsToASchemaAndEverySchemaIsReferredTo() {
        assertThat(check.document().findValuesAsText("$ref"))
                .allSatisfy(reference -> assertThat(
                                check.document().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        check.document()
                .at("/components/schemas")
                .fieldNames()
                .forEachRemaining(name ->
                        assertThat(check.document().findValuesAsText("$ref")).contains("#/components/schemas/" + name));
    }

    @Test
    void namesOfOperationsAreDistinct() {
        assertThat(check.document().findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    @Test
    void plainAnswersAreAsDescribed() {
        try (TestingApi api = new TestingApi()) {
            for (String path : new String[] {
                "/",
                "/health/live",
                "/health/ready",
                "/metrics",
                "/v1/status",
                "/v1/series",
                "/v1/predictions",
                "/v1/alerts",
                "/v1/deployments"
            }) {
                assertThat(api.get(path).status()).as(path).isEqualTo(200);
            }
            assertThat(api.get("/v1/predictions?limit=0").status()).isEqualTo(400);
            assertThat(api.send("DELETE", "/v1/status", null).status()).isEqualTo(405);
            assertThat(api.get("/nowhere").status()).isEqualTo(404);
        }
    }

    @Test
    void theCheckFindsWhatIsWrong() throws Exception {
        assertThat(check.allows("/v1/features/{view}", new ObjectMapper().readTree("{\"entities\": [{\"a\": 1}]}")))
                .isTrue();
        assertThat(check.allows("/v1/features/{view}", new ObjectMapper().readTree("{\"entities\": []}")))
                .isFalse();
        assertThat(check.allows(
                        "/v1/features/{view}", new ObjectMapper().readTree("{\"entities\": [{}], \"when\": 1}")))
                .isFalse();
    }
}
