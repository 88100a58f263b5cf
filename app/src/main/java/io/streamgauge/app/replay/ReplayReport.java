package io.streamgauge.app.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a replay did.
 *
 * @param source source of the pipeline
 * @param topic where its events were published
 * @param file the file
 * @param rows rows read
 * @param published events published
 * @param rejected rows that are no event
 * @param rejectedFirst the first few of them: row and why
 * @param firstEventTime least event time published
 * @param lastEventTime greatest event time published
 * @param seconds how long it took
 * @param perSecond events per second
 */
public record ReplayReport(
        String source,
        String topic,
        String file,
        long rows,
        long published,
        long rejected,
        List<String> rejectedFirst,
        Optional<Instant> firstEventTime,
        Optional<Instant> lastEventTime,
        double seconds,
        long perSecond) {}
