package io.streamgauge.app.http;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come in this process.
 *
 * @param sources partitions of the sources that it reads
 * @param views partitions of the views whose rows it keeps
 */
public record EventTime(List<OfSource> sources, List<OfView> views) {

    /** Nothing is known. */
    public static final EventTime UNKNOWN = new EventTime(List.of(), List.of());

    /**
     * One partition of a source.
     *
     * @param greatest greatest event time it has given; null before its first event
     * @param watermark what is earlier is late; null before its first event
     * @param idleMs wall-clock time since it last gave an event, or since this process reads it
     * @param readToEnd whether nothing of it is unread, so that nothing but new records can come
     * @param heldBackRecords how many offsets at its end nobody can read yet, because a transaction is open before or among
     *     them: of a publisher that is at work, or that was killed, until its transaction times out
     */
    public record OfSource(
            String source,
            int partition,
            @Nullable Instant greatest,
            @Nullable Instant watermark,
            long idleMs,
            boolean readToEnd,
            long heldBackRecords) {}

    /**
     * One partition of a view.
     *
     * @param watermark scored events to come are not earlier than this, less the scored source's lateness; null while it is not known
     * @param heldBackBy the partition upstream that is the furthest behind, or not heard yet, such as {@code payments/3}
     */
    public record OfView(
            String view, int partition, @Nullable Instant watermark, String heldBackBy) {}
}
