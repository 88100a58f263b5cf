package io.streamgauge.store.backfill;

import java.util.List;
import java.util.Map;

/**
 * What a backfill did.
 *
 * @param rows rows written: events of the scored source that were neither late nor refused
 * @param late by source, events further behind than its lateness, which were left out
 * @param refused by source, rows that were no event of it, or that its expectations refuse
 * @param refusedFirst the first few of those: where and why
 * @param withoutEntity by view, events that name none of its entities, which it leaves out
 * @param seconds how long it took
 */
public record BackfillResult(
        long rows,
        Map<String, Long> late,
        Map<String, Long> refused,
        List<String> refusedFirst,
        Map<String, Long> withoutEntity,
        double seconds) {

    /** How many refused rows are told, of each source and in all. */
    static final int REFUSED_SHOWN = 5;
}
