package io.streamgauge.drift;

import io.streamgauge.drift.policy.CorrectionTerms;
import io.streamgauge.drift.state.CorrectionTermsCodec;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/** The {@link CorrectionTerms} of the job, the same for all models: state of the operator, whose only subtask judges all of them. */
final class CorrectedSince {

    private final ListState<byte[]> state;
    private final boolean unknown;
    private final boolean goesOn;
    private CorrectionTerms terms;

    private CorrectedSince(ListState<byte[]> state, boolean unknown, boolean goesOn, CorrectionTerms terms) {
        this.state = state;
        this.unknown = unknown;
        this.goesOn = goesOn;
        this.terms = terms;
    }

    /**
     * As the checkpoint tells, if there is one.
     *
     * @param terms those of a job without
     * @param judgedToMs windows that end up to there were judged before it
     */
    static CorrectedSince restored(FunctionInitializationContext context, CorrectionTerms terms, long judgedToMs)
            throws Exception {
        ListState<byte[]> state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(
                        "correction-terms", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        if (!context.isRestored()) {
            return new CorrectedSince(state, false, true, terms);
        }
        CorrectionTerms before = null;
        for (byte[] bytes : state.get()) {
            before = CorrectionTermsCodec.decode(bytes);
        }
        return new CorrectedSince(state, before == null, terms.goesOnWith(before), terms.after(before, judgedToMs));
    }

    void snapshot() throws Exception {
        state.update(List.of(CorrectionTermsCodec.encode(terms)));
    }

    /** A model's windows were judged up to a moment before a checkpoint that may tell no other. */
    void judgedBefore(long endMs) {
        if (unknown) {
            terms = terms.notBefore(endMs + terms.stepMs());
        }
    }

    /** Whether what the checkpoint has kept is of use. */
    boolean goesOn() {
        return goesOn;
    }

    /** Windows that begin before are not corrected. */
    long sinceMs() {
        return terms.sinceMs();
    }
}
