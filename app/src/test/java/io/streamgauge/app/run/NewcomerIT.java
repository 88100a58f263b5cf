package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance that joins the group of another: it listens when that one hears of it, on a port that nobody chose. */
@Timeout(180)
class NewcomerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Map<String, String> QUICK =
            Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms", "200");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void itListensBeforeOthersKnowOfItsRows() throws Exception {
        try (EmbeddedBroker broker =
                        new EmbeddedBroker(temp.resolve("broker"), 0, Map.of("group.min.session.timeout.ms", "500"));
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), QUICK);
            InstancesIT.sources(cluster);
            Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp));
            try (PipelineRuntime first = start(pipeline, cluster, "first")) {
                CompletableFuture<PipelineRuntime> starting =
                        CompletableFuture.supplyAsync(() -> start(pipeline, cluster, "second"));
                try {
                    HostInfo newcomer = newcomer(first.streams(), address(first), starting);
                    try (Socket socket = new Socket(newcomer.host(), newcomer.port())) {
                        assertThat(socket.isConnected()).isTrue();
                    }
                    PipelineRuntime second = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    assertThat(address(second)).isEqualTo(newcomer.host() + ":" + newcomer.port());
                } finally {
                    starting.thenAccept(PipelineRuntime::close).join();
                }
            }
        }
    }

    /** Looks all the time, so that it is known as early as any reader could ask for its rows. */
    private static HostInfo newcomer(KafkaStreams first, String known, CompletableFuture<PipelineRuntime> starting) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            assertThat(starting).isNotCompletedExceptionally();
            assertThat(System.nanoTime()).as("the group hears of the newcomer").isLessThan(deadline);
            List<HostInfo> others = first.metadataForAllStreamsClients().stream()
                    .filter(each -> !each.topicPartitions().isEmpty())
                    .map(StreamsMetadata::hostInfo)
                    .filter(host -> !known.equals(host.host() + ":" + host.port()))
                    .toList();
            if (!others.isEmpty()) {
                return others.get(0);
            }
            Thread.onSpinWait();
        }
    }

    private static String address(PipelineRuntime runtime) {
        return runtime.endpoints().http().orElseThrow().replace("http://", "").replace("/", "");
    }

    private PipelineRuntime start(Pipeline pipeline, Cluster cluster, String name) {
        return PipelineRuntime.start(
                pipeline,
                RuntimeOptions.in(temp.resolve(name))
                        .cluster(Optional.of(cluster))
                        .httpPort(OptionalInt.of(0))
                        .threads(OptionalInt.of(1))
                        .drift(false)
                        .build());
    }
}
