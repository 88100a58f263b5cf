package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Schemas of the topics a pipeline writes, registered before the first record, so that a registry that refuses one does
 * so at start. Their subjects evolve {@code FULL_TRANSITIVE}-compatibly: any reader of any version reads all.
 */
final class OutputSchemas {

    private static final String BODY = "{\"compatibility\": \"FULL_TRANSITIVE\"}";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private OutputSchemas() {}

    /** Registers all of them; on an embedded registry sets their compatibility as well. */
    static void register(Pipeline pipeline, SchemaRegistry registry, String url, boolean embedded)
            throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        for (TopicSpec topic : Topics.written(
                new TopicCatalogue(pipeline.name()), pipeline.runtime().corrections())) {
            if (topic.valueSchema().isPresent()) {
                if (embedded) {
                    requireCompatibility(client, url, topic.subject());
                }
                registry.register(topic.subject(), topic.valueSchema().get());
            }
        }
    }

    private static void requireCompatibility(HttpClient client, String url, String subject)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/config/" + subject))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .timeout(TIMEOUT)
                .PUT(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new CommandFailedException("the registry at " + url + " refused FULL_TRANSITIVE for " + subject
                        + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new CommandFailedException("the registry at " + url + " does not answer: " + e, e);
        }
    }
}
