package io.streamgauge.stream;

import java.util.OptionalLong;

/**
 * How far event time has come in one partition of a source.
 *
 * @param source name of the source
 * @param partition partition of its topic
 * @param greatestMs greatest event time it has given, milliseconds since 1970-01-01 UTC; none before its first event
 * @param latenessMs how far behind that an event may be and still count
 * @param idleMs time since it last gave an event, or since this process reads it, whatever becomes of the clock of the day
 */
public record SourceWatermark(String source, int partition, OptionalLong greatestMs, long latenessMs, long idleMs) {

    /** What has an earlier event time than this is late. */
    public OptionalLong watermarkMs() {
        return greatestMs.isPresent() ? OptionalLong.of(greatestMs.getAsLong() - latenessMs) : greatestMs;
    }
}
