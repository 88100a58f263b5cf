package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.stream.ChangelogPositions;
import io.streamgauge.stream.StreamSettings;
import io.streamgauge.stream.Watermarks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topology running in Kafka Streams. */
final class StreamsPart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);
    private static final int TELL_EVERY_SECONDS = 30;
    private static final long LOOK_MS = 10;
    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final Watermarks watermarks;
    private final ChangelogPositions positions;
    private final CompletableFuture<Void> running = new CompletableFuture<>();

    /**
     * A topology about to start.
     *
     * @param failed told when the topology dies
     */
    StreamsPart(StreamSettings settings, ScoringTopology wiring, Consumer<Throwable> failed) {
        this(settings, wiring, new ChangelogPositions(), failed);
    }

    private StreamsPart(
            StreamSettings settings, ScoringTopology wiring, ChangelogPositions positions, Consumer<Throwable> failed) {
        this(
                settings.streams(wiring.build(settings), positions),
                wiring.watermarks(),
                positions,
                new ThreadDeaths(ThreadDeaths.ALLOWED * settings.threads(), System::nanoTime),
                new TopologyTrouble(settings.stateDir(), wiring.sources()),
                failed);
    }

    StreamsPart(
            KafkaStreams streams,
            Watermarks watermarks,
            ChangelogPositions positions,
            ThreadDeaths deaths,
            TopologyTrouble trouble,
            Consumer<Throwable> failed) {
        this.streams = streams;
        this.watermarks = watermarks;
        this.positions = positions;
        streams.setUncaughtExceptionHandler(failure -> {
            Throwable cause = trouble.told(
                    failure instanceof StreamsException && failure.getCause() != null ? failure.getCause() : failure);
            if ((hasRun() || TopologyTrouble.registryIsDown(cause)) && deaths.replace(cause)) {
                LOG.warn("a thread of the topology died and is replaced: {}", cause.toString());
                LOG.debug("a thread of the topology died", failure);
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            LOG.debug("the topology failed", failure);
            running.completeExceptionally(cause);
            failed.accept(new CommandFailedException("the topology failed", cause));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.complete(null);
            } else if (now == KafkaStreams.State.ERROR) {
                IllegalStateException stopped = new IllegalStateException("it stopped in state ERROR");
                running.completeExceptionally(stopped);
                failed.accept(new CommandFailedException("the topology failed", stopped));
            }
        });
    }

    /** What stops a start is told at once, unless it is a registry that does not answer; what happens later may pass. */
    private boolean hasRun() {
        return running.isDone() && !running.isCompletedExceptionally();
    }

    /** Starts; what fails later is told by {@link #awaitRunning}. */
    void start() {
        streams.start();
    }

    /** Returns once a condition holds that the group's first agreement brings, or the topology runs or has failed. */
    void await(BooleanSupplier condition) throws InterruptedException {
        while (!running.isDone() && !condition.getAsBoolean()) {
            Thread.sleep(LOOK_MS);
        }
    }

    /** Returns once every task runs. Restoring state rows after an unclean stop is part of it. */
    void awaitRunning() throws InterruptedException {
        while (true) {
            try {
                running.get(TELL_EVERY_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                throw new CommandFailedException("the topology did not start", e.getCause());
            } catch (TimeoutException e) {
                LOG.warn("the topology is still {}; state rows are being restored", streams.state());
            }
        }
    }

    KafkaStreams streams() {
        return streams;
    }

    /** How far the copies of state have come that are followed or restored in this process. */
    ChangelogPositions positions() {
        return positions;
    }

    /** How far event time has come in it. */
    Watermarks watermarks() {
        return watermarks;
    }

    /** Leaves the consumer group, so that the next start need not wait for this one's session to expire. */
    @Override
    public void close() {
        boolean stopped =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(STOP));
        if (!stopped) {
            LOG.warn("the topology did not stop within {} s; its last transaction is rolled back", STOP.toSeconds());
        }
    }
}
