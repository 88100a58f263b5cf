package io.streamgauge.stream;

import java.util.OptionalLong;

/**
 * How far event time has come for certain in one partition of a view's rows: what eviction goes by.
 *
 * @param view name of the view
 * @param partition partition of its rows
 * @param watermarkMs no scored event that comes has an earlier time than this, less the scored source's lateness; none
 *     while a partition upstream has not been heard, and then nothing is evicted
 * @param heldBackBy the partition upstream with the earliest time, or that has not been heard, such as {@code payments/3}: of the
 *     scored source up to the first hop, of the last view before the hop after it
 */
public record ViewWatermark(String view, int partition, OptionalLong watermarkMs, String heldBackBy) {}
