package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where retraining events are taken, beside their topic.
 *
 * @param webhook an address they are posted to; null for none
 * @param command a program and its arguments, run once for each; empty for none
 * @param timeout longest an attempt may take
 * @param attempts how often one is tried before it is put aside, at least 1
 * @param acknowledgeWithin how long after its delivery an event is delivered again if nobody has acknowledged it; null for never
 */
public record Delivery(
        @Nullable Webhook webhook,
        List<String> command,
        Duration timeout,
        int attempts,
        @Nullable Duration acknowledgeWithin)
        implements Serializable {

    public Delivery {
        command = List.copyOf(command);
        if (webhook == null && command.isEmpty()) {
            throw new IllegalArgumentException("a delivery goes to a webhook or a command");
        }
    }

    /**
     * An address events are posted to.
     *
     * @param url http or https
     * @param form what the body looks like
     * @param signing key of the signature; null for none
     * @param authorization value of the header {@code Authorization}; null for none
     */
    public record Webhook(
            String url,
            Form form,
            @Nullable Secret signing,
            @Nullable Secret authorization) implements Serializable {}

    /** What a webhook's body looks like. */
    public enum Form {
        /** The event itself. */
        EVENT,
        /** A run of an Airflow DAG, the event its configuration, the event's id the run's. */
        AIRFLOW,
        /** A repository_dispatch of GitHub, the event in its client payload. */
        GITHUB
    }

    /**
     * Where a secret is found; never what it is.
     *
     * @param inFile whether {@code name} is a file, else an environment variable
     * @param name of the variable, or path of the file
     */
    public record Secret(boolean inFile, String name) implements Serializable {}
}
