package io.streamgauge.drift.detector;

import io.streamgauge.drift.statistic.KolmogorovSmirnov;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Kolmogorov-Smirnov windowing [1]: of the latest {@code window} values, the last {@code recent} are compared with as many drawn
 * without replacement from those before them; drift when the two-sample p-value is at most α and the distance is above 0.1, as
 * River asks too. Every test is one of many, so α must be small.
 *
 * <p>Draws come from a generator of its own (SplitMix64 [2]) that starts from {@code seed}, after a drift too: same values, same
 * signals.
 *
 * <p>[1] Raab, Heusinger and Schleif, Reactive soft prototype computing for concept drift streams, Neurocomputing 416, 2020.
 * [2] Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
final class Kswin implements ChangeDetector {

    private static final double LEAST_DISTANCE = 0.1;

    private final DetectorSettings settings;
    private final double alpha;
    private final int recent;
    private final int older;
    private final Ring ring;
    private final IntUnaryOperator below;

    private long random;

    Kswin(DetectorSettings settings) {
        this(settings, null);
    }

    /** @param below a number from 0 to less than its argument, in place of the own generator */
    Kswin(DetectorSettings settings, @Nullable IntUnaryOperator below) {
        int window = settings.count("window");
        this.settings = settings;
        this.alpha = settings.get("alpha");
        this.recent = settings.count("recent");
        this.older = window - recent;
        if (older < recent) {
            throw new IllegalArgumentException(settings.kind() + ": window is " + window
                    + " but must be at least twice recent, which is " + recent);
        }
        this.ring = new Ring(window);
        this.below = below == null ? this::draw : below;
        reset();
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        ring.add(value);
        if (!ring.isFull()) {
            return Signal.NONE;
        }
        double[] before = sample();
        double[] latest = ring.from(older);
        Arrays.sort(before);
        Arrays.sort(latest);
        double distance = KolmogorovSmirnov.distance(before, latest);
        if (distance > LEAST_DISTANCE && KolmogorovSmirnov.pValue(distance, recent, recent) <= alpha) {
            reset();
            return Signal.DRIFT;
        }
        return Signal.NONE;
    }

    /** Values of {@code recent} places before the latest, drawn without replacement. */
    private double[] sample() {
        int[] places = new int[older];
        Arrays.setAll(places, i -> i);
        double[] drawn = new double[recent];
        for (int i = 0; i < recent; i++) {
            int at = below.applyAsInt(older - i);
            drawn[i] = ring.get(places[at]);
            places[at] = places[older - i - 1];
        }
        return drawn;
    }

    private int draw(int bound) {
        random += 0x9E3779B97F4A7C15L;
        long z = random;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (int) (((z >>> 32) * bound) >>> 32);
    }

    @Override
    public void reset() {
        ring.clear();
        random = (long) settings.get("seed");
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        double[] all = new double[3 + ring.size()];
        all[0] = random >>> 32;
        all[1] = random & 0xFFFFFFFFL;
        all[2] = ring.size();
        System.arraycopy(ring.from(0), 0, all, 3, ring.size());
        return all;
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        random = numbers.nextLong() << 32 | numbers.nextLong();
        ring.restore(numbers);
        numbers.end();
    }
}
