package io.streamgauge.app.run;

import io.streamgauge.app.live.LiveStats;
import io.streamgauge.stream.Watermarks;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The moment of a read that names none: event time now, as the predictions tell. Until there are any, as this process's
 * part of the scored source does, which is known again after a restart.
 */
final class ReadMoment implements Supplier<OptionalLong> {

    private final String scored;
    private final LiveStats live;
    private final Watermarks watermarks;

    /** @param scored name of the scored source */
    ReadMoment(String scored, LiveStats live, Watermarks watermarks) {
        this.scored = scored;
        this.live = live;
        this.watermarks = watermarks;
    }

    @Override
    public OptionalLong get() {
        OptionalLong predicted = live.eventTimeMs();
        return predicted.isPresent()
                ? predicted
                : watermarks.sources().stream()
                        .filter(source -> source.source().equals(scored)
                                && source.greatestMs().isPresent())
                        .max(Comparator.comparingLong(
                                source -> source.greatestMs().orElseThrow()))
                        .map(source -> OptionalLong.of(source.greatestMs().orElseThrow() + source.idleMs()))
                        .orElse(OptionalLong.empty());
    }
}
