package io.streamgauge.store.backfill.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of labels: what names an event or a moment, and columns that are kept as they are. */
public interface LabelRows extends Wanted {

    /** Whether rows name events of the scored source by id. */
    boolean byEvent();

    /** The columns kept; their types are certain once all rows are read. */
    List<Table.Column> columns();

    /** How many rows there are, once all are read. */
    long rows();

    @Override
    default @Nullable EventName eventName() {
        return byEvent() ? (event, origin) -> event.id() : null;
    }
}
