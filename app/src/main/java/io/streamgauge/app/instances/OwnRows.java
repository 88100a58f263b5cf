package io.streamgauge.app.instances;

/**
 * What other instances may ask of this one.
 *
 * @param rows the rows it keeps
 * @param definition hash of the sources and views that they were made by
 */
public record OwnRows(LocalRows rows, String definition) {}
