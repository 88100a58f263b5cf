package io.streamgauge.store.backfill;

/** Told how far a backfill is, from any thread, a few times a second at most. */
@FunctionalInterface
public interface Progress {

    /** What a backfill does, in this order. */
    enum Phase {
        /** Files are read; rows are events kept so far, of all sources. */
        READING,
        /** Views are computed; rows are events of the scored source, once per view. */
        COMPUTING,
        /** Vectors are assembled and written. */
        WRITING
    }

    /** Nobody is told. */
    Progress NONE = (phase, rows, ofRows) -> {};

    /**
     * Tells how far it is.
     *
     * @param phase what is being done
     * @param rows rows done in this phase
     * @param ofRows rows to do in this phase; -1 where it is not known
     */
    void report(Phase phase, long rows, long ofRows);
}
