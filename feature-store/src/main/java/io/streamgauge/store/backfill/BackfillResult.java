package io.streamgauge.store.backfill;

import java.util.Map;

/**
 * What a backfill did.
 *
 * @param rows rows written: events of the scored source that were neither late nor refused
 * @param late by source, events further behind than its lateness, which were left out
 * @param refused by source, rows that were no event of it, or that its expectations refuse
 * @param withoutEntity by view, events that name none of its entities, which it leaves out
 * @param seconds how long it took
 */
public record BackfillResult(
        long rows,
        Map<String, Long> late,
        Map<String, Long> refused,
        Map<String, Long> withoutEntity,
        double seconds) {}
