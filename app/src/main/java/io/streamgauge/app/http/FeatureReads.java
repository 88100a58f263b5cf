package io.streamgauge.app.http;

import java.util.OptionalLong;

/** Reads a view's features of one entity as of a moment; the running pipeline implements it over its state. */
public interface FeatureReads {

    /**
     * The features of one entity.
     *
     * @param atMs the moment, milliseconds since 1970-01-01 UTC; empty means the source's event-time progress
     * @throws NotFoundException when there is no such view
     * @throws NotReadyException when the state cannot be read now, or is held by another instance
     */
    FeatureRead read(String view, String entity, OptionalLong atMs);
}
