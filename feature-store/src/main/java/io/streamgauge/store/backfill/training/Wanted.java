package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.io.IOException;

/** The rows whose features are asked for: each names an event of the scored source, or entities and a moment. */
public interface Wanted {

    /** What names an event of the scored source, where rows name events; null where they name entities and moments. */
    default @org.jspecify.annotations.Nullable EventName eventName() {
        return null;
    }

    /** Reads all rows. */
    void read(Taker taker) throws IOException;

    /** How rows name an event of the scored source. */
    @FunctionalInterface
    interface EventName {
        String of(Event event, Origin origin);
    }

    /** Takes the rows. */
    interface Taker {

        /**
         * Takes a row that names an event.
         *
         * @param attached given back with the event's features
         */
        void event(String name, byte[] attached);

        /**
         * Takes a row that names entities and a moment.
         *
         * @param moment an event of the scored source's schema, with the time and the fields known; it need not have been
         * @param attached given back with the features
         */
        void moment(Event moment, byte[] attached);
    }
}
