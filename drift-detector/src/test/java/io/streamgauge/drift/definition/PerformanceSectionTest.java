package io.streamgauge.drift.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceSectionTest {

    private static PerformanceDefinition read(String performance, Problems problems) {
        PerformanceDefinition read = DriftSection.read(
                        YamlDocument.parse(
                                "pipeline.yaml", "{reference: {first: 14d}, performance: " + performance + "}"),
                        problems)
                .performance();
        assertThat(read).isNotNull();
        return read == null
                ? new PerformanceDefinition(
                        Kind.BINARY, Duration.ZERO, Duration.ZERO, List.of(), 0, 0, 0, null, List.of(), 0)
                : read;
    }

    @Test
    void defaults() {
        Problems problems = new Problems();
        assertThat(read("{wait: 7d}", problems))
                .isEqualTo(new PerformanceDefinition(
                        Kind.BINARY,
                        Duration.ofDays(7),
                        Duration.ZERO,
                        List.of("roc_auc"),
                        0.05,
                        0.1,
                        0.5,
                        null,
                        List.of(),
                        0.1));
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void everyKey() {
        Problems problems = new Problems();
        assertThat(read(
                        "{wait: 0s, corrections: 30d, kind: binary, watch: [recall, log_loss], effect: 0.1,"
                                + " relative_effect: 0.2, threshold: 0.7, positive: review}",
                        problems))
                .isEqualTo(new PerformanceDefinition(
                        Kind.BINARY,
                        Duration.ZERO,
                        Duration.ofDays(30),
                        List.of("recall", "log_loss"),
                        0.1,
                        0.2,
                        0.7,
                        "review",
                        List.of(),
                        0.1));
        assertThat(read("{wait: 1d, kind: regression}", problems).watch()).containsExactly("mae");
        assertThat(read("{wait: 1d, kind: multiclass}", problems).watch()).containsExactly("accuracy");
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void detectors() {
        Problems problems = new Problems();
        assertThat(read("{wait: 0s, detectors: [{detector: ddm}, {detector: adwin, delta: 0.01}]}", problems)
                        .detectors())
                .containsExactly(
                        new DetectorDefinition("error", DetectorKind.DDM, Map.of()),
                        new DetectorDefinition("error", DetectorKind.ADWIN, Map.of("delta", 0.01)));
        assertThat(problems.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|'wait' is missing",
                "{wait: 36h}|'36h' is not a whole number of windows of 1d",
                "{wait: 1d, corrections: 1h}|'1h' is not a whole number of windows of 1d",
                "{wait: 1d, kind: numbers}|kind",
                "{wait: 1d, watch: [roc_acu]}|unknown figure of binary outcomes 'roc_acu'; did you mean 'roc_auc'?",
                "{wait: 1d, kind: regression, watch: [roc_auc]}|allowed: mae, rmse",
                "{wait: 1d, effect: 2}|2.0 is out of range; allowed: 0.0 to 1.0",
                "{wait: 1d, relative_effect: -1}|-1.0 is out of range",
                "{wait: 1d, wat: 2}|unknown key 'wat'",
                "{wait: 1d, detectors: ddm}|expected a list such as [{detector: adwin, delta: 0.002}]",
                "{wait: 1d, detectors: [{detector: dmd}]}|unknown detector 'dmd'; did you mean 'ddm'?",
                "{wait: 1d, detectors: [{detector: ddm, on: score}]}|unknown setting 'on'",
                "{wait: 1d, detectors: [{detector: ddm}, {detector: ddm, drift: 4}]}|names one detector twice",
                "{wait: 1d, kind: regression, detectors: [{detector: ddm}]}|ddm takes values 0 or 1",
            })
    void problems(String yaml, String message) {
        Problems problems = new Problems();
        read(yaml, problems);
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).toString()).contains(message);
    }

    private static DriftDefinition whole(String drift, Problems problems) {
        return DriftSection.read(YamlDocument.parse("pipeline.yaml", drift), problems);
    }

    @Test
    void fairness() {
        Problems problems = new Problems();
        PerformanceDefinition read = whole(
                        "{reference: {first: 14d}, performance: {wait: 7d}, fairness: {groups: [country, age], effect: 0.2}}",
                        problems)
                .performance();
        assertThat(problems.all()).isEmpty();
        assertThat(read).isNotNull().extracting(p -> p.groups()).isEqualTo(List.of("country", "age"));
        assertThat(read).extracting(p -> p.fairnessEffect()).isEqualTo(0.2);
        assertThat(PerformanceSection.FAIRNESS.properties())
                .extracting(property -> property.name())
                .containsExactly("groups", "effect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "fairness: {groups: [country]}|fairness: needs outcomes to compare; add 'performance'",
                "performance: {wait: 7d}, fairness: {}|'groups' is missing",
                "performance: {wait: 7d}, fairness: {groups: []}|names no input",
                "performance: {wait: 7d}, fairness: {groups: [a], effect: 3}|3.0 is out of range",
                "performance: {wait: 7d}, fairness: {group: [a]}|did you mean 'groups'?",
                "performance: {wait: 7d, kind: regression}, fairness: {groups: [a]}|kind is not binary",
            })
    void problemsOfFairness(String yaml, String message) {
        Problems problems = new Problems();
        whole("{reference: {first: 14d}, " + yaml + "}", problems);
        assertThat(problems.all()).isNotEmpty();
        assertThat(problems.all().toString()).contains(message);
    }

    /** Adding a key without a test of its value must fail somewhere: here. */
    @Test
    void everyKeyIsTestedAbove() {
        assertThat(PerformanceSection.PERFORMANCE.properties())
                .extracting(property -> property.name())
                .containsExactly(
                        "wait",
                        "corrections",
                        "kind",
                        "watch",
                        "effect",
                        "relative_effect",
                        "threshold",
                        "positive",
                        "detectors");
    }
}
