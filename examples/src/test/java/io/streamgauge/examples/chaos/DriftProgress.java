package io.streamgauge.examples.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.processes.FlinkSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a Flink session says of a pipeline's drift job. */
final class DriftProgress {

    private static final long LOOK_MS = 100;
    private static final Duration ONE_REQUEST = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private DriftProgress() {}

    /** Returns once a job of the pipeline has completed a checkpoint that was begun after {@code afterMs}. */
    static void awaitCheckpoint(FlinkSession session, String pipeline, long afterMs, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (newestCheckpointMs(session, pipeline) <= afterMs) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + patience.toSeconds() + " s the drift job of " + pipeline
                        + " has not completed a checkpoint: " + session.processes());
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /** When the newest completed checkpoint of the job was begun; 0 where there is none, or nobody answers. */
    private static long newestCheckpointMs(FlinkSession session, String pipeline) throws InterruptedException {
        try {
            for (JsonNode job : get(session.url() + "/jobs/overview").path("jobs")) {
                if (job.path("name").asText().equals("drift-" + pipeline)
                        && job.path("state").asText().equals("RUNNING")) {
                    String url = session.url() + "/jobs/" + job.path("jid").asText() + "/checkpoints";
                    return get(url).path("latest")
                            .path("completed")
                            .path("trigger_timestamp")
                            .asLong();
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static JsonNode get(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(ONE_REQUEST).build();
        return JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
    }
}
