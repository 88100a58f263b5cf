package io.streamgauge.drift;

import io.streamgauge.drift.policy.Ids;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of summaries are about, in order: kept with those that outlive a restart, since another document may watch as many others.
 *
 * @param width how many there are
 * @param digest of their names; a change of any, or of their order, changes it
 */
record Columns(int width, long digest) implements Serializable {

    /** Hexadecimal digits of 64 bits. */
    private static final int DIGITS = Long.BYTES * 2;

    static Columns of(List<String> names) {
        String id = Ids.of(names.toArray(String[]::new));
        return new Columns(names.size(), Long.parseUnsignedLong(id.substring(0, DIGITS), 16));
    }

    byte[] encode(WindowSummary summary) {
        return SummaryCodec.encode(summary, digest);
    }

    /** Null when the columns are others. What an earlier version wrote tells their number alone. */
    @Nullable
    WindowSummary decode(byte[] bytes) {
        Long other = SummaryCodec.columns(bytes);
        if (other != null && other != digest) {
            return null;
        }
        WindowSummary summary = SummaryCodec.decode(bytes);
        return summary.width() == width ? summary : null;
    }
}
