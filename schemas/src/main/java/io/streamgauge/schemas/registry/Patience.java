package io.streamgauge.schemas.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * Repeats a call to the registry while the trouble may pass (no connection, HTTP 408, 429, 500, 502, 503, 504), with
 * pauses of 100 ms doubling to 2 s, until {@code atMost} is over: the last call is made then, not before.
 */
record Patience(Duration atMost) {

    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 2_000;

    /** One call to the registry. */
    interface Call<T> {
        T run() throws IOException, RestClientException;
    }

    /** The answer, or the last trouble met. */
    <T> T call(Call<T> call) throws IOException, RestClientException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        for (long pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
            try {
                return call.run();
            } catch (IOException e) {
                if (!pause(pauseMs, deadlineNanos)) {
                    throw e;
                }
            } catch (RestClientException e) {
                if (!mayPass(e) || !pause(pauseMs, deadlineNanos)) {
                    throw e;
                }
            }
        }
    }

    static boolean mayPass(RestClientException answer) {
        return PASSING.contains(answer.getStatus());
    }

    /** Waits, unless the time is over or the thread is told to stop. */
    private static boolean pause(long pauseMs, long deadlineNanos) {
        long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
            return false;
        }
        try {
            Thread.sleep(Math.min(pauseMs, leftMs));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
