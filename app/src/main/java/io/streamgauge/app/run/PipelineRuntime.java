package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.live.LiveStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline that runs in this process, all its parts up; closing it stops them in reverse order. */
public final class PipelineRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineRuntime.class);

    private final Pipeline pipeline;
    private final Parts parts;
    private final Started started;
    private final CompletableFuture<Void> end;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PipelineRuntime(Pipeline pipeline, Parts parts, Started started, CompletableFuture<Void> end) {
        this.pipeline = pipeline;
        this.parts = parts;
        this.started = started;
        this.end = end;
    }

    /**
     * What has been started.
     *
     * @param cluster Kafka and registry, given or embedded
     * @param endpoints where it all answers
     * @param streams the topology
     * @param live counts, latency and drift
     * @param changes what the user should know of a definition that has changed
     * @param served the topic of another pipeline that predictions go to as well, since a switch
     * @param startup how long it took
     */
    record Started(
            Cluster cluster,
            Endpoints endpoints,
            KafkaStreams streams,
            LiveStats live,
            List<String> changes,
            Optional<String> served,
            Duration startup) {}

    /**
     * Starts a pipeline and returns once every part is up.
     *
     * @throws CommandFailedException when a part does not start; whatever had started is closed again
     */
    public static PipelineRuntime start(Pipeline pipeline, RuntimeOptions options) {
        Parts parts = new Parts();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            Started started = new Startup(pipeline, options, parts, failure -> ends(pipeline, end, failure)).run();
            LOG.info(
                    "pipeline {} is up after {} ms",
                    pipeline.name(),
                    started.startup().toMillis());
            return new PipelineRuntime(pipeline, parts, started, end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            parts.close();
            throw new CommandFailedException("interrupted while starting", e);
        } catch (RuntimeException e) {
            LOG.info("pipeline {} did not start: {}", pipeline.name(), e.getMessage());
            LOG.debug("pipeline {} did not start", pipeline.name(), e);
            parts.close();
            throw e;
        }
    }

    /** The terminal is told by the command, when all is closed; the log is here. */
    private static void ends(Pipeline pipeline, CompletableFuture<Void> end, Throwable failure) {
        if (end.completeExceptionally(failure)) {
            LOG.info("pipeline {} stops: {}", pipeline.name(), failure.getMessage());
        }
    }

    /** The consumer group in which all instances of a pipeline read its sources. */
    public static String group(String pipeline) {
        return ScoringTopology.applicationId(pipeline);
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    /** Where Kafka, the registry and the HTTP API answer. */
    public Endpoints endpoints() {
        return started.endpoints();
    }

    /** Kafka and the registry, with the client properties to use. */
    public Cluster cluster() {
        return started.cluster();
    }

    /** The running topology, for its state and metrics. */
    public KafkaStreams streams() {
        return started.streams();
    }

    /** Counts, latency and the state of drift, as the topics show them. */
    public LiveStats live() {
        return started.live();
    }

    /** What became of the state when the definition changed at this start, and which inputs are incomplete; a line each. */
    public List<String> changes() {
        return started.changes();
    }

    /** The topic of another pipeline that predictions go to as well, since a switch. */
    public Optional<String> served() {
        return started.served();
    }

    /** From the first part to the last one up. */
    public Duration startup() {
        return started.startup();
    }

    /**
     * Waits until the pipeline is closed.
     *
     * @throws CommandFailedException when a part dies before
     */
    public void awaitEnd() throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new CommandFailedException("pipeline " + pipeline.name() + " stopped", e.getCause());
        }
    }

    /** Stops every part; a second call waits for nothing and does nothing. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            parts.close();
            end.complete(null);
        }
    }
}
