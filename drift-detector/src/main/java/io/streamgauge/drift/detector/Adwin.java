package io.streamgauge.drift.detector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Adaptive windowing [1]: keeps as many of the latest values as show no change of the mean. The window is held as buckets of 1, 2,
 * 4, ... values, at most {@code buckets} + 1 of a size, each with its sum and its squared deviations [2]: O(log n) numbers.
 *
 * <p>Every {@code clock} values each boundary between buckets is tried as a cut into n₀ older and n₁ newer values: changed when
 * |μ₀ − μ₁| > √(2·v·d/m) + 2d/(3m), with v the window's variance, d = ln(2·ln(n)/δ) and 1/m = 1/(n₀ − w + 1) + 1/(n₁ − w + 1), w the
 * least length of a side. The oldest bucket is dropped while any cut shows a change.
 *
 * <p>Variants: with {@code restart} the whole window is forgotten after a change, as in River from 2021 on; without, only the
 * dropped buckets, so that one change may be told several times, as in MOA and scikit-multiflow; MOA tells rises only
 * ({@code risesOnly}). Without {@code allCuts} the newest bucket of each size is passed over, as scikit-multiflow and River
 * before 2026 do; a change is then seen up to one check later.
 *
 * <p>[1] Bifet and Gavaldà, Learning from time-changing data with adaptive windowing, SDM 2007. [2] Babcock, Datar, Motwani and
 * O'Callaghan, Maintaining variance and k-medians over data stream windows, PODS 2003.
 */
final class Adwin implements ChangeDetector {

    private static final int MOST_ROWS = 64;

    private final DetectorSettings settings;
    private final double delta;
    private final int clock;
    private final int bucketsPerRow;
    private final int leastSide;
    private final int grace;
    private final boolean restart;
    private final boolean risesOnly;
    private final boolean allCuts;

    private final List<Deque<Bucket>> rows = new ArrayList<>();
    private long seen;
    private double n;
    private double sum;
    private double squares;

    /** Sum and squared deviations of 2^row values. */
    private record Bucket(double sum, double squares) {}

    Adwin(DetectorSettings settings) {
        this.settings = settings;
        this.delta = settings.get("delta");
        this.clock = settings.count("clock");
        this.bucketsPerRow = settings.count("buckets");
        this.leastSide = settings.count("leastSide");
        this.grace = settings.count("grace");
        this.restart = settings.flag("restart");
        this.risesOnly = settings.flag("risesOnly");
        this.allCuts = settings.flag("allCuts");
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        double before = n == 0 ? 0 : sum / n;
        insert(value);
        seen++;
        if (seen % clock != 0 || n <= grace || !shrink()) {
            return Signal.NONE;
        }
        boolean rose = sum / n > before;
        if (restart) {
            reset();
        }
        return risesOnly && !rose ? Signal.NONE : Signal.DRIFT;
    }

    private void insert(double value) {
        if (n > 0) {
            double distance = value - sum / n;
            squares += n / (n + 1) * distance * distance;
        }
        n++;
        sum += value;
        Bucket carried = new Bucket(value, 0);
        for (int row = 0; ; row++) {
            if (row == rows.size()) {
                rows.add(new ArrayDeque<>());
            }
            Deque<Bucket> buckets = rows.get(row);
            buckets.addLast(carried);
            if (buckets.size() <= bucketsPerRow) {
                return;
            }
            carried = join(buckets.removeFirst(), buckets.removeFirst(), Math.scalb(1.0, row));
        }
    }

    private static Bucket join(Bucket a, Bucket b, double size) {
        double distance = (a.sum() - b.sum()) / size;
        return new Bucket(a.sum() + b.sum(), a.squares() + b.squares() + size / 2 * distance * distance);
    }

    private boolean shrink() {
        boolean changed = false;
        while (showsChange()) {
            changed = true;
            dropOldest();
        }
        return changed;
    }

    private boolean showsChange() {
        double olderN = 0;
        double olderSum = 0;
        for (int row = rows.size() - 1; row >= 0; row--) {
            double size = Math.scalb(1.0, row);
            int left = rows.get(row).size();
            for (Bucket bucket : rows.get(row)) {
                if (--left == 0 && !allCuts) {
                    break;
                }
                olderN += size;
                olderSum += bucket.sum();
                if (olderN >= leastSide && n - olderN >= leastSide && differ(olderN, olderSum)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean differ(double olderN, double olderSum) {
        double newerN = n - olderN;
        double d = Math.log(2 * Math.log(n) / delta);
        double inverse = 1 / (olderN - leastSide + 1) + 1 / (newerN - leastSide + 1);
        double epsilon = Math.sqrt(2 * inverse * squares / n * d) + 2.0 / 3 * d * inverse;
        return Math.abs(olderSum / olderN - (sum - olderSum) / newerN) > epsilon;
    }

    private void dropOldest() {
        int row = rows.size() - 1;
        Bucket oldest = rows.get(row).removeFirst();
        if (rows.get(row).isEmpty()) {
            rows.remove(row);
        }
        double size = Math.scalb(1.0, row);
        n -= size;
        sum -= oldest.sum();
        double distance = oldest.sum() / size - sum / n;
        squares -= oldest.squares() + size * n * distance * distance / (size + n);
    }

    @Override
    public void reset() {
        rows.clear();
        seen = 0;
        n = 0;
        sum = 0;
        squares = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        List<Double> numbers = new ArrayList<>(List.of((double) seen, n, sum, squares, (double) rows.size()));
        for (Deque<Bucket> row : rows) {
            numbers.add((double) row.size());
            for (Bucket bucket : row) {
                numbers.add(bucket.sum());
                numbers.add(bucket.squares());
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public void restore(double[] snapshot) {
        reset();
        Numbers numbers = new Numbers(settings, snapshot);
        seen = numbers.nextLong();
        n = numbers.next();
        sum = numbers.next();
        squares = numbers.next();
        int size = numbers.nextSize(MOST_ROWS);
        for (int row = 0; row < size; row++) {
            Deque<Bucket> buckets = new ArrayDeque<>();
            for (int left = numbers.nextSize(bucketsPerRow); left > 0; left--) {
                buckets.addLast(new Bucket(numbers.next(), numbers.next()));
            }
            rows.add(buckets);
        }
        numbers.end();
    }

    /** Sum of all buckets; equals {@link #sum} but for rounding. */
    double sumOfBuckets() {
        double total = 0;
        for (Deque<Bucket> row : rows) {
            for (Bucket bucket : row) {
                total += bucket.sum();
            }
        }
        return total;
    }

    double mean() {
        return sum / n;
    }

    double variance() {
        return squares / n;
    }
}
