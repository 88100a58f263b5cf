package io.streamgauge.drift;

import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * A {@link DetectFunction} whose timers are set again when it is restored: models that have been idle since before there were timers to forget
 * them have none, nor has an alert about silence that the document does not ask for any more, nor windows that it lets be corrected for longer. A timer that is there already is no other.
 * It tells the function of watermarks also where no timer ends with them.
 */
final class DetectOperator extends KeyedProcessOperator<String, WindowPart, OutgoingRecord> {

    private static final long serialVersionUID = 1L;

    /** Name that the super class gives its timers. */
    private static final String TIMERS = "user-timers";

    private final DetectFunction function;

    DetectOperator(DetectFunction function) {
        super(function);
        this.function = function;
    }

    @Override
    public void open() throws Exception {
        super.open();
        InternalTimerService<VoidNamespace> timers =
                getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
        for (String model : keys(KeptSteps.CLOSED)) {
            setCurrentKey(model);
            Long forgetMs = function.forgetTimerMs();
            if (forgetMs != null) {
                timers.registerEventTimeTimer(VoidNamespace.INSTANCE, forgetMs);
            }
        }
        for (String model : keys(KeyedCorrections.LENGTH)) {
            setCurrentKey(model);
            for (long momentMs : function.correctionMoments(model)) {
                timers.registerEventTimeTimer(VoidNamespace.INSTANCE, momentMs - 1);
            }
        }
        for (String key : keys(DetectFunction.SILENCE)) {
            setCurrentKey(key);
            if (function.resolvesSilence()) {
                timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, timers.currentProcessingTime());
            }
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        super.processWatermark(mark);
        function.passed(mark.getTimestamp());
    }

    private List<String> keys(String state) {
        try (Stream<String> keys = this.<String>getKeyedStateBackend().getKeys(state, VoidNamespace.INSTANCE)) {
            return keys.toList();
        }
    }
}
