package io.streamgauge.app.retraining;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.drift.definition.Delivery.Form;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts a message as JSON. Any answer from 200 to 299 means that it has arrived; from Airflow 409 does as well: there is a run of this
 * event. What else it says is not read, so that it cannot be said for ever. Redirects are not followed, since what is signed for one address must not go to another.
 */
final class WebhookTarget implements Target {

    private static final int CONFLICT = 409;

    private final URI url;
    private final Form form;
    private final @Nullable String secret;
    private final @Nullable String authorization;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient client;

    /** @throws CommandFailedException when the authorization can be in no header */
    WebhookTarget(
            URI url,
            Form form,
            @Nullable String secret,
            @Nullable String authorization,
            Duration timeout,
            Clock clock) {
        this.url = url;
        this.form = form;
        this.secret = secret;
        this.authorization = authorization;
        this.timeout = timeout;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        if (authorization != null && !fits(authorization)) {
            throw new CommandFailedException("drift.deliver: the authorization of " + name()
                    + " holds a line break or another character that no header may hold");
        }
    }

    /** Asked at the start, since the exception of who asks later tells the value. */
    private static boolean fits(String header) {
        try {
            HttpRequest.newBuilder().header("Authorization", header);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Scheme, host and port: a path may hold a secret. */
    @Override
    public String name() {
        return "the webhook at " + url.getScheme() + "://" + url.getHost()
                + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    @Override
    public void deliver(Message message) throws DeliveryFailedException, InterruptedException {
        int status = post(message);
        boolean there = form == Form.AIRFLOW && status == CONFLICT;
        if (status / 100 != 2 && !there) {
            throw new DeliveryFailedException(name() + " answered " + status);
        }
    }

    private int post(Message message) throws DeliveryFailedException, InterruptedException {
        String body = EventJson.write(body(message));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "streamgauge")
                .header("Idempotency-Key", message.idempotencyKey())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (secret != null) {
            request.header(
                    "Streamgauge-Signature",
                    Signature.of(secret, clock.instant().getEpochSecond(), body));
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (form == Form.GITHUB) {
            request.header("Accept", "application/vnd.github+json");
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } catch (IOException e) {
            throw new DeliveryFailedException(
                    name() + " did not answer: " + e.getClass().getSimpleName());
        }
    }

    private Object body(Message message) {
        return switch (form) {
            case EVENT -> message.tree();
            case AIRFLOW -> {
                Map<String, @Nullable Object> run = new LinkedHashMap<>();
                run.put("dag_run_id", "streamgauge-" + message.event().getEventId());
                run.put("logical_date", null);
                run.put("conf", message.tree());
                yield run;
            }
            case GITHUB ->
                Map.of(
                        "event_type",
                        message.reminder() == 0 ? "streamgauge-retraining" : "streamgauge-retraining-reminder",
                        "client_payload",
                        Map.of("event", message.tree()));
        };
    }
}
