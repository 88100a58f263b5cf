package io.streamgauge.app.instances;

/**
 * What other instances may ask of this one.
 *
 * @param rows the rows it keeps
 * @param definition hash of the sources and views that they were made by
 * @param visits reads what others ask of events to come
 * @param memory what their queries and our replies may take
 */
public record OwnRows(LocalRows rows, String definition, VisitCodec visits, ExchangeMemory memory) {}
