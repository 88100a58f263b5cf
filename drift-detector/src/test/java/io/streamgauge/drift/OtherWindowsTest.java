package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A document that asks for windows of another kind, of which some are open at the restart. */
class OtherWindowsTest {

    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();
    private static final String MODEL = ModelKeys.join("fraud", "1", "ab");
    private static final String COUNTED = "rows: 250, reference: {events: 300}";

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(KeptSteps.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> opened(
            String drift, @Nullable OperatorSubtaskState state) throws Exception {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse("test", "{" + drift + ", min_samples: 40, lateness: 0s, watch: [score]}"), problems);
        problems.throwIfAny();
        DriftJobConfig config = TestingJobs.of(definition, List.of(), 1);
        var harness = new KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord>(
                new DetectOperator(new DetectFunction(config, () -> REGISTRY)), part -> part.model, Types.STRING);
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    /** Steps of 100 rows and a length of time, of which the last is closed too. What is told of them: start, end and rows of windows. */
    private static List<String> told(
            KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness,
            int stepMs,
            int from,
            int to)
            throws Exception {
        for (int second = from; second < to; second++) {
            WindowSummary step = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
            for (int i = 0; i < 100; i++) {
                step.add(second * 1000L, new OffsetRanges.Partition("events", 0), second * 1000L + i, new double[] {
                    i % 10 / 10.0
                });
            }
            harness.processElement(WindowPart.of(MODEL, second * 1000L, SummaryCodec.encode(step)), second * 1000L);
            harness.processWatermark(second * 1000L + stepMs - 1);
        }
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, REGISTRY);
        List<String> told = new ArrayList<>();
        harness.extractOutputValues().stream()
                .map(record -> codec.decode(record.value))
                .filter(metric -> metric.getStatistic().equals("ks"))
                .forEach(metric -> told.add(metric.getWindowStart().getEpochSecond() + " "
                        + metric.getWindowEnd().getEpochSecond() + " " + metric.getWindowCount()));
        return told;
    }

    /** Steps 7 to 9 are in state, since windows that overlap go on with them; these were judged up to 10. */
    @Test
    void whatOverlappingWindowsWereJudgedWithIsNotCountedAgain() throws Exception {
        OperatorSubtaskState state;
        try (var harness = opened("window: 4s, every: 1s, reference: {first: 4s}", null)) {
            assertThat(told(harness, 1000, 0, 10)).last().isEqualTo("6 10 400");
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened("window: 1s, " + COUNTED, state)) {
            assertThat(told(harness, 1000, 10, 12)).isEmpty();
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened("window: 1s, " + COUNTED, state)) {
            assertThat(told(harness, 1000, 12, 17))
                    .as("a window in the making goes on")
                    .containsExactly("10 13 300", "13 16 300");
        }
        assertThat(lines.list).isEmpty();
    }

    /** A checkpoint of before there were windows by count: the one step in it, 9, is of windows that overlap as well. */
    @Test
    void norIsTheOneStepOfAnOlderCheckpoint() throws Exception {
        OperatorSubtaskState state;
        try (var harness = opened("window: 2s, every: 1s, reference: {first: 4s}", null)) {
            assertThat(told(harness, 1000, 0, 10)).last().isEqualTo("8 10 200");
            forgetCounting(harness);
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened("window: 1s, " + COUNTED, state)) {
            assertThat(told(harness, 1000, 10, 16)).containsExactly("10 13 300", "13 16 300");
        }
        assertThat(lines.list).isEmpty();
    }

    /** Takes out of the state what older versions did not keep. */
    private static void forgetCounting(
            KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness) throws Exception {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        operator.setCurrentKey(MODEL);
        ValueStateDescriptor<Long> counting = new ValueStateDescriptor<>("counting", Types.LONG);
        counting.initializeSerializerUnlessSet(new ExecutionConfig());
        operator.getKeyedStateBackend()
                .getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, counting)
                .clear();
    }

    @Test
    void aWindowInTheMakingThatIsDroppedIsTold() throws Exception {
        OperatorSubtaskState state;
        try (var harness = opened("window: 1s, " + COUNTED, null)) {
            told(harness, 1000, 0, 3);
            assertThat(told(harness, 1000, 3, 5)).isEmpty();
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened("window: 2s, " + COUNTED, state)) {
            told(harness, 2000, 6, 7);
            told(harness, 2000, 8, 9);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("the 200 predictions of")
                .contains("are left out");
    }

    /** A document that asks for windows of one length again tells the same. */
    @Test
    void windowsOfOneLengthAgainTellWhatTheyLeaveOut() throws Exception {
        OperatorSubtaskState state;
        try (var harness = opened("window: 1s, " + COUNTED, null)) {
            told(harness, 1000, 0, 5);
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened("window: 2s, reference: {first: 4s}", state)) {
            told(harness, 2000, 6, 7);
            told(harness, 2000, 8, 9);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("the 200 predictions of");
    }
}
