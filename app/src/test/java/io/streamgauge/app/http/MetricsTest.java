package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.ReferencePlan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-05T00:00:00Z"), ZoneOffset.UTC);
    private static final String OF_STREAMS = "kafka_stream_";

    @Test
    void metricsOfKafkaStreamsAreThereForWhoeverAsksAfterTheyAreBound(@TempDir Path state) {
        LiveStats live = new LiveStats(new ReferencePlan(Duration.ZERO, Duration.ofDays(14)), () -> 0, CLOCK.millis());
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "metrics-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        try (Metrics metrics = new Metrics(live, CLOCK, () -> EventTime.UNKNOWN);
                KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
            assertThat(metrics.scrape()).doesNotContain(OF_STREAMS);

            metrics.bind(streams);

            assertThat(metrics.scrape()).contains(OF_STREAMS);
            assertThat(metrics.scrape()).contains(OF_STREAMS);
        }
    }
}
