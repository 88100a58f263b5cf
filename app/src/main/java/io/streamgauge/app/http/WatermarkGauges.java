package io.streamgauge.app.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;

/** {@link EventTime} as gauges, by partition. What is not known yet is left out. */
final class WatermarkGauges {

    private final MultiGauge eventTimes;
    private final MultiGauge watermarks;
    private final MultiGauge idle;
    private final MultiGauge readToEnd;
    private final MultiGauge heldBack;
    private final MultiGauge viewWatermarks;

    WatermarkGauges(MeterRegistry registry) {
        eventTimes =
                gauge(registry, "event.time.ms", "Greatest event time a partition has given, ms since 1970-01-01 UTC.");
        watermarks = gauge(
                registry, "watermark.ms", "Event time before which a partition's events are late, ms since 1970.");
        idle = gauge(registry, "idle.ms", "Time since a partition last gave an event, ms.");
        readToEnd = gauge(registry, "read.to.end", "1 when nothing of a partition is unread, else 0.");
        heldBack = gauge(
                registry, "held.back.records", "Offsets at a partition's end that an open transaction holds back.");
        viewWatermarks =
                gauge(registry, "view.watermark.ms", "Event time that a view's eviction goes by, ms since 1970.");
    }

    void show(EventTime eventTime) {
        List<MultiGauge.Row<?>> greatest = new ArrayList<>();
        List<MultiGauge.Row<?>> late = new ArrayList<>();
        List<MultiGauge.Row<?>> idleMs = new ArrayList<>();
        List<MultiGauge.Row<?>> atEnd = new ArrayList<>();
        List<MultiGauge.Row<?>> held = new ArrayList<>();
        for (EventTime.OfSource source : eventTime.sources()) {
            Tags tags = Tags.of("source", source.source(), "partition", Integer.toString(source.partition()));
            if (source.greatest() != null && source.watermark() != null) {
                greatest.add(MultiGauge.Row.of(tags, source.greatest().toEpochMilli()));
                late.add(MultiGauge.Row.of(tags, source.watermark().toEpochMilli()));
            }
            idleMs.add(MultiGauge.Row.of(tags, source.idleMs()));
            atEnd.add(MultiGauge.Row.of(tags, source.readToEnd() ? 1 : 0));
            held.add(MultiGauge.Row.of(tags, source.heldBackRecords()));
        }
        List<MultiGauge.Row<?>> low = new ArrayList<>();
        for (EventTime.OfView view : eventTime.views()) {
            if (view.watermark() != null) {
                Tags tags = Tags.of("view", view.view(), "partition", Integer.toString(view.partition()));
                low.add(MultiGauge.Row.of(tags, view.watermark().toEpochMilli()));
            }
        }
        eventTimes.register(greatest, true);
        watermarks.register(late, true);
        idle.register(idleMs, true);
        readToEnd.register(atEnd, true);
        heldBack.register(held, true);
        viewWatermarks.register(low, true);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("streamgauge." + name)
                .description(description)
                .register(registry);
    }
}
