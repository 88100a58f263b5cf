package io.streamgauge.drift.definition;

import io.streamgauge.drift.definition.Delivery.Form;
import io.streamgauge.drift.definition.Delivery.Secret;
import io.streamgauge.drift.definition.Delivery.Webhook;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code drift.deliver}. */
final class DeliverySection {

    /** {@code drift.deliver.webhook}. */
    static final Table WEBHOOK = Table.named("drift.deliver.webhook")
            .required("url", Property.Type.TEXT, "Address that each event is posted to, http or https.")
            .choice(
                    "form",
                    "event",
                    List.of("event", "airflow", "github"),
                    "What is posted: the `event` itself; a run of an `airflow` DAG, with the event for its configuration; a `github`"
                            + " repository_dispatch, with the event in its payload.")
            .optional(
                    "secret_env",
                    Property.Type.TEXT,
                    null,
                    "Environment variable with the secret that posts are signed with.")
            .optional("secret_file", Property.Type.TEXT, null, "File with that secret instead.")
            .optional(
                    "authorization_env",
                    Property.Type.TEXT,
                    null,
                    "Environment variable with the value of the header `Authorization`, such as `Bearer ...`.")
            .optional("authorization_file", Property.Type.TEXT, null, "File with that value instead.")
            .build();

    /** {@code drift.deliver}. */
    static final Table DELIVER = Table.named("drift.deliver")
            .nested("webhook", false, WEBHOOK.jsonSchema(), "Posts each event.")
            .optional(
                    "command",
                    Property.Type.TEXTS,
                    null,
                    "Program and arguments, run for each event in the document's directory, without a shell: the event is its input, and"
                            + " in `STREAMGAUGE_*` variables. 0 is success.")
            .optional("timeout", Property.Type.DURATION, "30s", "Longest that one attempt may take, 1s to 1d.")
            .optional(
                    "attempts",
                    Property.Type.LONG,
                    "8",
                    "How often an event is tried, 1 to 100, at first 1s apart, then twice as long each time up to 1m; then it is put aside"
                            + " in the dead letters.")
            .optional(
                    "acknowledge_within",
                    Property.Type.DURATION,
                    null,
                    "How long after it was delivered an event is delivered again when nobody has acknowledged it, three times at most;"
                            + " never without it.")
            .build();

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_ATTEMPTS = 100;

    private DeliverySection() {}

    /** The delivery; null when what is written is none, which is noted. */
    static @Nullable Delivery read(ConfigNode node, Problems problems) {
        Settings deliver = DELIVER.read(node, problems);
        Optional<ConfigNode> webhook = deliver.nested("webhook");
        if (webhook.isEmpty() && deliver.texts("command").isEmpty()) {
            problems.add(node, "nothing to deliver to: give 'webhook' or 'command'");
            return null;
        }
        Duration timeout = deliver.duration("timeout");
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            problems.add(deliver.at("timeout"), "is out of range; allowed: 1s to 1d");
        }
        long attempts = deliver.longValue("attempts");
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            problems.add(deliver.at("attempts"), attempts + " is out of range; allowed: 1 to " + MOST_ATTEMPTS);
            attempts = 1;
        }
        boolean reminds = deliver.has("acknowledge_within");
        if (reminds && deliver.duration("acknowledge_within").compareTo(SHORTEST) < 0) {
            problems.add(deliver.at("acknowledge_within"), "must be 1s or longer");
        }
        return new Delivery(
                webhook.map(given -> webhook(given, problems)).orElse(null),
                deliver.texts("command"),
                timeout,
                (int) attempts,
                reminds ? deliver.duration("acknowledge_within") : null);
    }

    private static Webhook webhook(ConfigNode node, Problems problems) {
        Settings webhook = WEBHOOK.read(node, problems);
        String url = webhook.text("url");
        if (webhook.has("url") && !isHttp(url)) {
            problems.add(webhook.at("url"), "'" + url + "' is no address; allowed: http://... and https://...");
        }
        return new Webhook(
                url,
                Form.valueOf(webhook.text("form").toUpperCase(Locale.ROOT)),
                secret(webhook, "secret", problems),
                secret(webhook, "authorization", problems));
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Secret secret(Settings webhook, String name, Problems problems) {
        String env = name + "_env";
        String file = name + "_file";
        if (webhook.has(env) && webhook.has(file)) {
            problems.add(webhook.at(file), "give '" + env + "' or '" + file + "', not both");
        }
        if (webhook.has(env)) {
            return new Secret(false, webhook.text(env));
        }
        return webhook.has(file) ? new Secret(true, webhook.text(file)) : null;
    }
}
