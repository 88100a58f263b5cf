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
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
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
        return opened(drift + ", watch: [score]", List.of(), state);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> opened(
            String drift, List<String> inputs, @Nullable OperatorSubtaskState state) throws Exception {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse("test", "{" + drift + ", min_samples: 40, lateness: 0s}"), problems);
        problems.throwIfAny();
        DriftJobConfig config = TestingJobs.of(definition, inputs, 1);
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
        return told(harness, 1, stepMs, from, to);
    }

    private static List<String> told(
            KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness,
            int width,
            int stepMs,
            int from,
            int to)
            throws Exception {
        for (int second = from; second < to; second++) {
            harness.processElement(step(width, second, 0, 100), second * 1000L);
            harness.processWatermark(second * 1000L + stepMs - 1);
        }
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, REGISTRY);
        List<String> told = new ArrayList<>();
        harness.extractOutputValues().stream()
                .map(record -> codec.decode(record.value))
                .filter(metric -> metric.getStatistic().equals("ks")
                        && metric.getFeature().equals("score"))
                .forEach(metric -> told.add(metric.getWindowStart().getEpochSecond() + " "
                        + metric.getWindowEnd().getEpochSecond() + " " + metric.getWindowCount()));
        return told;
    }

    private static WindowPart step(int width, int second, int from, int to) {
        WindowSummary step = new WindowSummary(width, DriftDetector.WINDOW_ROWS);
        for (int i = from; i < to; i++) {
            double[] values = new double[width];
            Arrays.fill(values, i % 10 / 10.0);
            step.add(second * 1000L, new OffsetRanges.Partition("events", 0), second * 1000L + i, values);
        }
        return WindowPart.of(MODEL, second * 1000L, SummaryCodec.encode(step));
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

    private static final String OVERLAPPING = "window: 4s, every: 1s, reference: {first: 4s}";

    /** To the middle of the second step that windows to come hold. */
    private static OperatorSubtaskState begun(String drift, List<String> inputs) throws Exception {
        try (var harness = opened(drift, inputs, null)) {
            told(harness, 2, 1000, 0, 10);
            harness.processElement(step(2, 10, 0, 30), 10_000);
            return harness.snapshot(1, 1);
        }
    }

    /** As many inputs, but one is another: no window mixes them, and what is left out is told. */
    @Test
    void windowsOfAsManyOtherInputsBeginAnew() throws Exception {
        OperatorSubtaskState state = begun(OVERLAPPING, List.of("amount"));
        try (var harness = opened(OVERLAPPING, List.of("age"), state)) {
            harness.processElement(step(2, 10, 30, 100), 10_000);
            harness.processWatermark(10_999);
            assertThat(told(harness, 2, 1000, 11, 18)).containsExactly("12 16 400", "13 17 400", "14 18 400");
            assertThat(reference(harness))
                    .as("70 of the step that was begun, and the next")
                    .isEqualTo("8 12 170");
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("the inputs have changed: the 30 predictions of");
    }

    /** Start, end and values of the score's reference. */
    private static String reference(
            KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness) {
        AvroCodec<ReferenceProfile> codec = new AvroCodec<>(ReferenceProfile.class, REGISTRY);
        return harness.getSideOutput(DetectFunction.PROFILES).stream()
                .map(record -> codec.decode(record.getValue().value))
                .filter(profile -> profile.getFeature().equals("score"))
                .map(profile -> profile.getRangeStart().getEpochSecond() + " "
                        + profile.getRangeEnd().getEpochSecond() + " " + profile.getCount())
                .collect(Collectors.joining(", "));
    }

    @Test
    void theSameInputsGoOn() throws Exception {
        OperatorSubtaskState state = begun(OVERLAPPING, List.of("amount"));
        try (var harness = opened(OVERLAPPING, List.of("amount"), state)) {
            harness.processElement(step(2, 10, 30, 100), 10_000);
            harness.processWatermark(10_999);
            assertThat(told(harness, 2, 1000, 11, 12)).containsExactly("7 11 400", "8 12 400");
        }
        assertThat(lines.list).isEmpty();
    }

    /** A checkpoint that tells only how many inputs there were. */
    @Test
    void theyGoOnFromAnOlderCheckpoint() throws Exception {
        OperatorSubtaskState state;
        try (var harness = opened(OVERLAPPING, List.of("amount"), null)) {
            told(harness, 2, 1000, 0, 10);
            forgetColumns(harness);
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened(OVERLAPPING, List.of("amount"), state)) {
            assertThat(told(harness, 2, 1000, 10, 12)).containsExactly("7 11 400", "8 12 400");
        }
        assertThat(lines.list).isEmpty();
    }

    /** Writes the steps as older versions did. */
    private static void forgetColumns(
            KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness) throws Exception {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        operator.setCurrentKey(MODEL);
        MapStateDescriptor<Long, byte[]> windows =
                new MapStateDescriptor<>("windows", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        windows.initializeSerializerUnlessSet(new ExecutionConfig());
        MapState<Long, byte[]> state = operator.getKeyedStateBackend()
                .getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, windows);
        assertThat(state.isEmpty()).isFalse();
        for (Map.Entry<Long, byte[]> step : state.entries()) {
            assertThat(SummaryCodec.columns(step.getValue())).isNotNull();
            step.setValue(SummaryCodec.encode(SummaryCodec.decode(step.getValue())));
        }
    }

    /** A window by count in the making is begun anew as well. */
    @Test
    void aWindowByCountOfAsManyOtherInputsBeginsAnew() throws Exception {
        OperatorSubtaskState state;
        try (var harness = opened("window: 1s, " + COUNTED, List.of("amount"), null)) {
            assertThat(told(harness, 2, 1000, 0, 8)).containsExactly("3 6 300");
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened("window: 1s, " + COUNTED, List.of("age"), state)) {
            assertThat(told(harness, 2, 1000, 8, 14))
                    .as("a reference of 8 to 11, and 11 to 14")
                    .containsExactly("11 14 300");
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("the inputs have changed: the 200 predictions of");
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
