package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.Watched;
import io.streamgauge.drift.definition.WatchedColumn;
import java.util.List;

/** What a thing that is watched is to the model. */
enum Role {
    /** The model is given it. */
    INPUT,
    /** The model says it. */
    OUTPUT,
    /** It is neither: how many predictions there are, and how long they took. */
    TRAFFIC;

    private static final List<Watched> OUTPUTS =
            List.of(Watched.SCORE, Watched.DECISION, Watched.LABEL, Watched.OUTPUTS);

    /** The role of what a verdict is about: a column, a column of a segment ({@code score[country=DE]}), or the volume. */
    static Role of(String feature, List<WatchedColumn> columns) {
        return columns.stream()
                .filter(column -> feature.equals(column.name()) || feature.startsWith(column.name() + "["))
                .max((a, b) -> Integer.compare(a.name().length(), b.name().length()))
                .map(column -> of(column.part()))
                .orElse(TRAFFIC);
    }

    private static Role of(Watched part) {
        return part == Watched.INPUTS ? INPUT : OUTPUTS.contains(part) ? OUTPUT : TRAFFIC;
    }
}
