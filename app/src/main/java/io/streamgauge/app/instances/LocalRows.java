package io.streamgauge.app.instances;

import io.streamgauge.store.definition.ViewDefinition;

/** The rows that this instance keeps, as the active one or as one that follows. Thread-safe. */
public interface LocalRows {

    /** Address of this instance, {@code host:port}. */
    String address();

    /** Features of a partition's entities as of a moment; never asks anybody else. */
    RowsReply.Part read(ViewDefinition view, RowsQuery.Part part, long atMs);

    /** What events would find here, were they the next to come; nothing is stored, and nobody else asked. */
    RowsReply.Part visit(VisitQuery.Part part);
}
