package io.streamgauge.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void areLookedUpInFilesAndTheEnvironment() throws Exception {
        Files.writeString(directory.resolve("password"), "s3cret");
        Path properties = Files.writeString(directory.resolve("all.properties"), "user=app\n");

        assertThat(References.resolved(Map.of(
                        "a", "name=${file:" + properties + ":user} word=${dir:" + directory + ":password}",
                        "b", "${env:PATH}",
                        "c", "plain ${other:x}")))
                .containsEntry("a", "name=app word=s3cret")
                .containsEntry("b", System.getenv("PATH"))
                .containsEntry("c", "plain ${other:x}");
    }

    @Test
    void areLookedUpByKafkasClients() throws Exception {
        Files.writeString(directory.resolve("password"), "s3cret");
        Map<String, String> given = Map.of(
                "bootstrap.servers",
                "127.0.0.1:9092",
                "ssl.key.password",
                "${dir:" + directory + ":password}",
                "key.deserializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer",
                "value.deserializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer");

        Map<String, String> told = References.withProviders(given);

        assertThat(told.get("ssl.key.password")).doesNotContain("s3cret");
        ConsumerConfig config = new ConsumerConfig(Map.<String, Object>copyOf(told));
        assertThat(config.getPassword("ssl.key.password").value()).isEqualTo("s3cret");
        assertThat(config.getPassword("ssl.key.password")).hasToString("[hidden]");
    }

    @Test
    void whatIsSaidOfProvidersStays() {
        Map<String, String> plain = Map.of("a", "b");
        Map<String, String> told = Map.of("a", "${env:X}", "config.providers", "vault");

        assertThat(References.withProviders(plain)).isSameAs(plain);
        assertThat(References.withProviders(told)).isSameAs(told);
        assertThat(References.resolved(plain)).isSameAs(plain);
    }
}
