package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.io.IOException;

/** The past of one source: its events in the order in which they count as having arrived. */
public interface History {

    /** Partitions of the topic that it is, or stands for. */
    int partitions();

    /** Reads all of it, from the first event to the last. */
    void read(Arrivals arrivals) throws IOException;

    /** Takes the events. */
    interface Arrivals {

        /**
         * Takes an event that keeps the source's rules; it is not kept beyond the call.
         *
         * @param origin where it was read; partition -1 when it may be any
         */
        void accept(Event event, Origin origin);

        /** Takes note of a record that is no event, or breaks the rules; the message says where it stands and why. */
        void refuse(String why);
    }
}
