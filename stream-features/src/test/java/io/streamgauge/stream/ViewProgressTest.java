package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task of two upstream partitions, itself the second of its kind, knows and says about time. */
class ViewProgressTest {

    private static final long STARTED_MS = 5_000;
    private static final long LATENESS_MS = 3_600_000;

    private long elapsedMs = STARTED_MS;
    private final FeatureDefinition shop = TestingDefinitions.unkeyed();
    private final Watermarks watermarks = new Watermarks(() -> elapsedMs);
    private final MockProcessorContext<String, EnrichedEvent> context =
            new MockProcessorContext<>(new Properties(), new TaskId(1, 1), new File("nowhere"));

    @BeforeEach
    void setClock() {
        context.setCurrentSystemTimeMs(STARTED_MS);
    }

    @Test
    void nothingIsEvictedBeforeAllPartitionsWereHeardOrTenMinutesPassed() {
        ViewProgress progress = progress(0);
        progress.observe(from(0, 10_000_000));
        assertThat(progress.noReadBeforeMs()).isEqualTo(LowWatermark.UNKNOWN);
        elapsedMs = STARTED_MS + LowWatermark.PATIENCE_MS;
        assertThat(progress.noReadBeforeMs()).isEqualTo(10_000_000 - LATENESS_MS);
        progress.observe(from(1, 9_000_000));
        assertThat(progress.noReadBeforeMs()).isEqualTo(9_000_000 - LATENESS_MS);
    }

    /** What is evicted then would be missed by events of a partition that is only slow. */
    @Test
    void wallClockThatJumpsIsNoPatience() {
        ViewProgress progress = progress(0);
        progress.observe(from(0, 10_000_000));
        context.setCurrentSystemTimeMs(STARTED_MS + 6 * LowWatermark.PATIENCE_MS);
        assertThat(progress.noReadBeforeMs()).isEqualTo(LowWatermark.UNKNOWN);
    }

    @Test
    void taskBeforeALaterHopSaysHowFarItHasCome() {
        ViewProgress progress = progress(0);
        progress.observe(from(0, 10_000_000));
        progress.observe(from(1, 9_000_000));
        progress.forward(from(0, 10_000_000));
        Record<String, EnrichedEvent> sent = sent();
        assertThat(sent.key()).isEqualTo("s1");
        assertThat(Progress.of(sent)).isEqualTo(new Progress(1, 9_000_000));
    }

    @Test
    void taskOfTheNextStageHearsTheTaskNotTheSource() {
        ViewProgress progress = progress(1);
        progress.observe(stamped(new Progress(0, 8_000_000)));
        progress.observe(stamped(new Progress(1, LowWatermark.UNKNOWN)));
        assertThat(progress.noReadBeforeMs()).isEqualTo(LowWatermark.UNKNOWN);
        progress.observe(stamped(new Progress(1, 7_000_000)));
        assertThat(progress.noReadBeforeMs()).isEqualTo(7_000_000 - LATENESS_MS);
    }

    @Test
    void stampStaysWithinAStageAndIsTakenOffAtTheEnd() {
        progress(1).forward(stamped(new Progress(0, 8_000_000)));
        assertThat(Progress.of(sent())).isEqualTo(new Progress(0, 8_000_000));
        context.resetForwards();
        progress(2).forward(stamped(new Progress(0, 8_000_000)));
        assertThat(sent().headers()).isEmpty();
        assertThat(sent().key()).isEqualTo("a");
    }

    @Test
    void whatItKnowsIsShownAndWhoHoldsItBack() {
        try (ViewProgress progress = progress(0)) {
            progress.observe(from(0, 10_000_000));
            assertThat(watermarks.views())
                    .containsExactly(new ViewWatermark("payer", 1, OptionalLong.empty(), "payments/1"));
            progress.observe(from(1, 9_000_000));
            assertThat(watermarks.views())
                    .containsExactly(new ViewWatermark("payer", 1, OptionalLong.of(9_000_000), "payments/1"));
            progress.observe(from(1, 11_000_000));
            assertThat(watermarks.views())
                    .containsExactly(new ViewWatermark("payer", 1, OptionalLong.of(10_000_000), "payments/0"));
        }
        assertThat(watermarks.views()).as("shown while the task is here").isEmpty();
    }

    @Test
    void afterASecondHopTheViewBeforeItIsNamed() {
        ViewProgress progress = progress(1);
        progress.observe(stamped(new Progress(0, 8_000_000)));
        assertThat(watermarks.views()).containsExactly(new ViewWatermark("busy", 1, OptionalLong.empty(), "payer/1"));
    }

    private ViewProgress progress(int view) {
        ViewStep step = ViewStep.of(
                shop,
                TestingDefinitions.routes(shop, 2),
                view,
                TestingDefinitions.partitions(shop, 2),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                watermarks);
        return new ViewProgress(context, step);
    }

    private Record<String, EnrichedEvent> sent() {
        Record<? extends String, ? extends EnrichedEvent> record =
                context.forwarded().get(0).record();
        return new Record<>(record.key(), record.value(), record.timestamp(), record.headers());
    }

    private Record<String, EnrichedEvent> from(int partition, long sourceTimeMs) {
        Event event =
                TestingEvents.of(shop.source("payments"), "a", Instant.ofEpochMilli(sourceTimeMs), "c1", "s1", 1.0);
        Origin origin = new Origin("payments", partition, 0);
        return new Record<>(
                "c1",
                new EnrichedEvent(event, origin, sourceTimeMs, new FeatureValues(0)),
                sourceTimeMs,
                new RecordHeaders());
    }

    private Record<String, EnrichedEvent> stamped(Progress progress) {
        Record<String, EnrichedEvent> record = from(0, 99_000_000);
        progress.stampOn(record.headers());
        return record;
    }
}
