package io.streamgauge.app.switching;

import io.streamgauge.schemas.PredictionWriter;
import java.time.Instant;
import java.util.List;

/**
 * What a switch did.
 *
 * @param topic topic of predictions
 * @param former pipeline that wrote it
 * @param writer pipeline that writes it now
 * @param since when it was switched
 * @param definitionHash hash of the feature definition of the writer's newest prediction; empty when it had made none
 * @param copied predictions of the writer that the topic got, of events that the former had not predicted
 * @param cut where the former ended in each source partition
 * @param before whether an earlier run had done it all, and this one did nothing
 */
public record SwitchReport(
        String topic,
        String former,
        String writer,
        Instant since,
        String definitionHash,
        long copied,
        List<Cut> cut,
        boolean before) {

    /** From {@code offset} on every prediction of the source partition is the writer's. */
    public record Cut(String topic, int partition, long offset) {}

    static SwitchReport of(PredictionWriter record, boolean before) {
        return new SwitchReport(
                record.getTopic(),
                record.getFormer(),
                record.getWriter(),
                record.getSince(),
                record.getDefinitionHash(),
                record.getCopied(),
                record.getCut().stream()
                        .map(cut -> new Cut(cut.getSourceTopic(), cut.getSourcePartition(), cut.getOffset()))
                        .toList(),
                before);
    }
}
