package io.streamgauge.app.cli;

/** How vectors are written to Parquet. */
enum VectorForm {
    /** A column of lists for each vector whose elements are all there. */
    LISTS,
    /** A column for each element. */
    COLUMNS
}
