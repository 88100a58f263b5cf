package io.streamgauge.store.aggregate;

import io.streamgauge.store.definition.AggregateKind;

/**
 * A function of the values in a window, computed for growing windows in one pass from the newest value to the oldest.
 *
 * <p>Values are numbers; nulls never arrive here. The result depends on the values and their order alone, never on what
 * lies beyond the window, so dropping older events changes no bit of it. Equal input gives equal bits on every machine.
 *
 * <pre>
 *            of nothing   NaN among them   infinities among them               zeros                 order matters
 *   count    0            counted          counted                             counted               no
 *   sum      missing      NaN              theirs; NaN when of both signs      0.0, never -0.0       in the last bit [1]
 *   mean     missing      NaN              theirs; NaN when of both signs      0.0, never -0.0       in the last bit [1]
 *   min      missing      NaN              -Infinity is least                  -0.0 below 0.0        no
 *   max      missing      NaN              Infinity is greatest                -0.0 below 0.0        no
 *   stddev   missing [2]  NaN              NaN                                 0.0                   in the last bits [1]
 *   last     missing      it, when newest  it, when newest                     as it is              it is the order
 *
 *   [1] the order is that of the row, (time, arrival): arrival matters only among events of one moment
 *   [2] and of one value
 * </pre>
 *
 * <p>Finite values never overflow on the way: a sum is infinite only where the exact sum is beyond the largest double,
 * a mean of finite values is always finite, and a deviation is infinite only where the exact one is beyond it.
 *
 * <p>Not thread-safe.
 */
public interface ScanAggregate {

    /** Fewest values of which there is a result; with fewer it is missing. */
    int fewest();

    /**
     * The result over {@code newestFirst[0, to)}, given that the last call covered {@code [0, from)} of the same values;
     * {@code from} 0 starts anew. Undefined when {@code to < fewest()}.
     *
     * @param newestFirst values from the newest to the oldest
     * @param from how many of them were taken before
     * @param to how many there are in the window; at least {@code from}
     */
    double extend(double[] newestFirst, int from, int to);

    /** A new aggregate of a kind. */
    static ScanAggregate of(AggregateKind kind) {
        return switch (kind) {
            case COUNT -> new Count();
            case SUM -> new Sum();
            case MEAN -> new Mean();
            case MIN -> new Min();
            case MAX -> new Max();
            case STDDEV -> new SampleDeviation();
            case LAST -> new Last();
        };
    }
}
