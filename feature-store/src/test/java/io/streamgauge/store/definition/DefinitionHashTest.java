package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefinitionHashTest {

    private static final String YAML = """
            sources:
              tx: {topic: tx, format: avro, id: id, time: time, lateness: 5m, expect: ["n > 0", "n < 9"],
                   fields: {id: string, time: timestamp, card: string, n: long}}
              labels: {topic: l, id: id, time: time, fields: {id: string, time: timestamp, card: string, bad: boolean}}
            features:
              card: {entity: card, from: tx, windows: [1d, 7d], aggregates: {count: count, sum: sum(n)}}
              risk: {entity: card, from: labels, delay: 7d, windows: 1d, aggregates: {r: {of: mean(bad), default: 0}}}
              request: {expressions: {night: hour(time) <= 6}}
            """;

    private static String hash(String yaml) {
        ConfigNode root = YamlDocument.parse("p.yaml", yaml);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "tx", problems);
        problems.throwIfAny();
        return DefinitionHash.of(new FeatureDefinition("p", sources, "tx", features.views(), features.expressions()));
    }

    private static String changed(String from, String to) {
        assertThat(YAML).contains(from);
        return hash(YAML.replace(from, to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "topic: tx, | topic: elsewhere,",
                "format: avro | format: json",
                "{id: string, time: timestamp, card: string, n: long} | {n: long, card: string, time: timestamp, id: string}",
                "\"n > 0\", \"n < 9\" | \" n < 9\", \"n > 0\"",
                "[1d, 7d] | [168h, 24h]",
                "count: count | count: {of: count, include_current: true}",
                "lateness: 5m | lateness: 300s",
                "time: time, lateness | time: time, csv: {zone: Europe/Paris, columns: {n: N}}, key: card, lateness",
                "sum: sum(n) | `sum: {of: sum(n), delay: 0s}`",
                "default: 0 | default: 0, delay: 7d",
                "hour(time) <= 6 | \" hour(time) <= 6 \"",
                "sum: sum(n) | `sum: {of: ' sum( n ) ', description: Sum., owner: me}`",
                "delay: 7d | `delay: 7d, owner: me, tags: [a], description: Risk.`",
            })
    void layoutDoesNotMatter(String from, String to) {
        assertThat(changed(from, to)).isEqualTo(hash(YAML));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lateness: 5m | lateness: 6m",
                "n < 9 | n < 10",
                "n: long | n: double",
                "[1d, 7d] | [1d, 8d]",
                "[1d, 7d] | [1d]",
                "sum: sum(n) | sum: mean(n)",
                "sum: sum(n) | total: sum(n)",
                "count: count, sum: sum(n) | sum: sum(n), count: count",
                "delay: 7d | delay: 6d",
                "delay: 7d | delay: 7d, max_age: 90d",
                "default: 0 | default: 1",
                ", default: 0 | `, include_current: false`",
                "count: count | count: {of: count, include_current: false}",
                "hour(time) <= 6 | hour(time) < 6",
                "night: | late:",
                "entity: card, from: tx | entity: id, from: tx",
                "count: count | count: count(n)",
                "sum: sum(n) | `sum: {of: sum, value: n}`",
                "sum: sum(n) | `sum: {of: sum(n), where: n > 1}`",
                "sum: sum(n) | `sum: {of: sum(n), max_age: 1d}`",
                "sum: sum(n) | `sum: {of: sum(n), delay: 1s}`",
                "sum: sum(n) | `sum: {of: sum(n), resolution: 1h}`",
                "default: 0 | default: 0, delay: 6d",
                "sum: sum(n) | `sum: 'first_n(n, 1)'`",
                "[1d, 7d] | [1d, 7d, unbounded]",
                "[1d, 7d] | [1d, last 7]",
                "[1d, 7d] | [1d, tumbling 7d]",
                "[1d, 7d] | [1d, hopping 7d by 1d]",
                "[1d, 7d] | [1d, session 7h]",
                "[1d, 7d] | [1d, session 7h within 9h]",
            })
    void whatChangesAValueChangesTheHash(String from, String to) {
        assertThat(changed(from, to)).isNotEqualTo(hash(YAML));
    }

    @Test
    void itIsTheSameOnEveryMachine() {
        assertThat(hash(YAML)).isEqualTo("6ee616e7fe1824bef7528da6467fbf6209b188cbd7ab02496ede4b90aa07946a");
    }
}
