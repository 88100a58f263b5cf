package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.http.HttpSettings;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RuntimeOptionsTest {

    private static final RuntimeOptions OTHERS = RuntimeOptions.in(Path.of("other"))
            .cluster(Optional.of(new Cluster("kafka:9092", "http://registry:8081", Map.of())))
            .kafkaPort(OptionalInt.of(1))
            .registryPort(OptionalInt.of(2))
            .httpPort(OptionalInt.of(3))
            .threads(OptionalInt.of(4))
            .drift(false)
            .clientProperties(Map.of("client.id", "c"))
            .http(HttpSettings.loopback(5))
            .driftDirectory(Optional.of(Path.of("shared")))
            .replayOf(Optional.of("fraud"))
            .registryWait(Duration.ofSeconds(6))
            .logFormat(LogFormat.JSON)
            .build();

    @Test
    void eachCanBeSaidAndIsKeptWhenOthersAreChanged() throws Exception {
        RuntimeOptions usual = RuntimeOptions.in(Path.of("data")).build();
        for (RecordComponent option : RuntimeOptions.class.getRecordComponents()) {
            assertThat(option.getAccessor().invoke(OTHERS))
                    .as(option.getName())
                    .isNotEqualTo(option.getAccessor().invoke(usual));
        }
        assertThat(OTHERS.toBuilder().build()).isEqualTo(OTHERS);
        assertThat(OTHERS.toBuilder().anyPorts().build())
                .isEqualTo(OTHERS.toBuilder()
                        .kafkaPort(OptionalInt.of(0))
                        .registryPort(OptionalInt.of(0))
                        .httpPort(OptionalInt.of(0))
                        .build());
    }
}
