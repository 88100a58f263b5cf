package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

    @Test
    void defaultsAreExactlyOnceNamedAndQuick() {
        StreamsConfig config = new StreamsConfig(settings(Map.of()).toProperties());
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(20);
        assertThat(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(2);
        assertThat(config.getString(StreamsConfig.STATE_DIR_CONFIG)).isEqualTo("data/state");
        assertThat(config.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
                .isTrue();
        assertThat(config.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("max.poll.records", 1_000)
                .containsEntry("auto.offset.reset", "earliest");
    }

    @Test
    void internalTopicsTakeAnyEventTime() {
        assertThat(settings(Map.of()).toProperties())
                .containsEntry("topic.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE))
                .containsEntry("topic.segment.ms", Long.toString(Long.MAX_VALUE));
    }

    @Test
    void anEventWithItsFeaturesMayBeLargerThanOneFromTheSource() {
        assertThat(settings(Map.of()).toProperties())
                .containsEntry("topic.max.message.bytes", "16777216")
                .containsEntry("max.request.size", 16_777_216);
    }

    @Test
    void theUsersOwnSettingsWinUnderTheirOwnNames() {
        Properties properties = settings(Map.of(
                        "max.poll.records", "7",
                        "consumer.session.timeout.ms", "9000",
                        "security.protocol", "SSL"))
                .toProperties();
        StreamsConfig config = new StreamsConfig(properties);
        assertThat(config.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("max.poll.records", "7")
                .containsEntry("session.timeout.ms", "9000")
                .containsEntry("security.protocol", "SSL");
    }

    @Test
    void nothingLessThanExactlyOnce() {
        assertThatThrownBy(() -> settings(Map.of("processing.guarantee", "at_least_once")))
                .hasMessageStartingWith("'processing.guarantee' is 'at_least_once'; it can only be 'exactly_once_v2'");
        assertThat(settings(Map.of("processing.guarantee", "exactly_once_v2")).overrides())
                .isNotEmpty();
    }

    @Test
    void threadsAreAtLeastOne() {
        assertThatThrownBy(() -> new StreamSettings("a", "b", Path.of("c"), 0, Map.of()))
                .hasMessage("stream threads must be at least 1, not 0");
    }

    private static StreamSettings settings(Map<String, String> overrides) {
        return new StreamSettings("fraud", "localhost:9092", Path.of("data", "state"), 2, overrides);
    }
}
