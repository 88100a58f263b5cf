package io.streamgauge.drift;

import io.streamgauge.drift.policy.CorrectionTerms;
import io.streamgauge.drift.policy.PartitionWatch;
import io.streamgauge.drift.policy.Succession;
import io.streamgauge.drift.state.PartitionsCodec;
import io.streamgauge.drift.state.SuccessionCodec;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/** What is remembered of all models and partitions at once: state of the operator, whose only subtask judges all of them. */
final class DetectMemory {

    private static final TypeInformation<byte[]> BYTES = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    private final ListState<byte[]> successionState;
    private final ListState<byte[]> partitionsState;
    private final Succession succession = new Succession();
    private final PartitionWatch partitions = new PartitionWatch();
    private final CorrectedSince correctedSince;

    private DetectMemory(FunctionInitializationContext context, CorrectionTerms terms) throws Exception {
        successionState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("succession", BYTES));
        for (byte[] bytes : successionState.get()) {
            succession.restore(SuccessionCodec.decode(bytes));
        }
        partitionsState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("partitions", BYTES));
        for (byte[] bytes : partitionsState.get()) {
            partitions.restore(PartitionsCodec.decodeRemembered(bytes));
        }
        correctedSince = CorrectedSince.restored(context, terms, partitions.judgedToMs());
    }

    /** As the checkpoint tells, if there is one. */
    static DetectMemory restored(FunctionInitializationContext context, DriftJobConfig config) throws Exception {
        return new DetectMemory(context, CorrectionTerms.of(config.definition(), config.features()));
    }

    void snapshot() throws Exception {
        successionState.update(
                succession.remembered().stream().map(SuccessionCodec::encode).toList());
        partitionsState.update(
                partitions.remembered().stream().map(PartitionsCodec::encode).toList());
        correctedSince.snapshot();
    }

    /** Which models have taken over from which. */
    Succession succession() {
        return succession;
    }

    /** How far the partitions of the predictions have come. */
    PartitionWatch partitions() {
        return partitions;
    }

    /** Since when late predictions correct windows. */
    CorrectedSince correctedSince() {
        return correctedSince;
    }
}
