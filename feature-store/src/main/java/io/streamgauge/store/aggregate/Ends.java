package io.streamgauge.store.aggregate;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The first or the last values, in the order (time, arrival).
 *
 * @param last whether the last are meant; they come newest first
 * @param n how many, at most
 * @param numbered whether the results have suffixes from 1; else n is 1
 */
record Ends(boolean last, int n, boolean numbered) implements Positional {

    @Override
    public List<String> suffixes() {
        return numbered ? numbers(n) : List.of("");
    }

    /** The suffixes of n results, from 1. */
    static List<String> numbers(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(Integer::toString).toList();
    }

    @Override
    public int oldest() {
        return last ? 0 : n;
    }

    @Override
    public int newest() {
        return last ? n : 0;
    }

    @Override
    public void read(Values values, long endMs, Results results) {
        int size = values.size();
        for (int i = 0; i < Math.min(n, size); i++) {
            results.set(i, values.valueAt(last ? size - 1 - i : i));
        }
    }
}
