package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The topology running in Kafka Streams. */
final class StreamsPart implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final CompletableFuture<Void> running = new CompletableFuture<>();

    /**
     * A topology about to start.
     *
     * @param failed told once, when the topology dies
     */
    StreamsPart(Topology topology, Properties settings, Consumer<Throwable> failed) {
        streams = new KafkaStreams(topology, settings);
        streams.setUncaughtExceptionHandler(failure -> {
            running.completeExceptionally(failure);
            failed.accept(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.complete(null);
            } else if (now == KafkaStreams.State.ERROR) {
                running.completeExceptionally(new IllegalStateException("the topology stopped in state ERROR"));
            }
        });
    }

    /** Starts, and returns once every task runs. Restoring state rows after an unclean stop is part of it. */
    void start() throws InterruptedException {
        streams.start();
        try {
            running.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CommandFailedException("the topology did not start", e.getCause());
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "the topology did not start within " + START.toSeconds() + " s; it is in state " + streams.state(),
                    e);
        }
    }

    KafkaStreams streams() {
        return streams;
    }

    /** Leaves the consumer group, so that the next start need not wait for this one's session to expire. */
    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }
}
