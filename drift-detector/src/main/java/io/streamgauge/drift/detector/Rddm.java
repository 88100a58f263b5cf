package io.streamgauge.drift.detector;

import java.util.Arrays;

/**
 * Reactive drift detection method [1]: {@link Ddm} that forgets. It holds the latest {@code memory} values. After a drift it starts
 * over from those since the warning began; the rate of a concept of {@code longest} values without a warning is recomputed
 * from the values held; a warning of more than {@code patience} values is a drift.
 *
 * <p>[1] Barros, Cabral, Gonçalves and Santos, RDDM: Reactive drift detection method, Expert Systems with Applications 90, 2017.
 */
final class Rddm implements ChangeDetector {

    private static final int BITS_PER_NUMBER = 32;

    private final DetectorSettings settings;
    private final int minimum;
    private final double warning;
    private final double drift;
    private final int longest;
    private final int patience;
    private final Ring ring;

    private long n;
    private double p;
    private double leastP;
    private double leastS;
    private double leastSum;
    /** Values since the warning began, itself included; 0 outside a warning. */
    private long warned;

    Rddm(DetectorSettings settings) {
        settings.inOrder("warning", "drift");
        this.settings = settings;
        this.minimum = settings.count("minimum");
        this.warning = settings.get("warning");
        this.drift = settings.get("drift");
        this.longest = settings.count("longest");
        this.patience = settings.count("patience");
        this.ring = new Ring(settings.count("memory"));
        forget();
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        if (n >= longest && warned == 0) {
            recompute();
        }
        ring.add(value);
        n++;
        p += (value - p) / n;
        double s = deviation();
        if (n < minimum) {
            return Signal.NONE;
        }
        keepLeast(s);
        if (warned > 0) {
            warned++;
        }
        if (p + s > leastP + drift * leastS) {
            startOver(warned == 0 || warned > ring.size() ? 1 : (int) warned);
            return Signal.DRIFT;
        }
        if (p + s <= leastP + warning * leastS) {
            warned = 0;
            return Signal.NONE;
        }
        warned = Math.max(1, warned);
        if (warned > patience) {
            startOver(1);
            return Signal.DRIFT;
        }
        return Signal.WARNING;
    }

    private double deviation() {
        return Math.sqrt(p * (1 - p) / n);
    }

    private void keepLeast(double s) {
        if (p + s < leastSum) {
            leastP = p;
            leastS = s;
            leastSum = p + s;
        }
    }

    private void startOver(int kept) {
        ring.keepLatest(kept);
        noLeast();
        warned = 0;
        n = 0;
        for (int i = 0; i < kept; i++) {
            n++;
            p += (ring.get(i) - p) / n;
            if (n >= minimum) {
                keepLeast(deviation());
            }
        }
    }

    /** The rate over the values held; the least rate stays. */
    private void recompute() {
        n = ring.size();
        p = Arrays.stream(ring.from(0)).sum() / n;
    }

    private void noLeast() {
        leastP = Double.MAX_VALUE;
        leastS = Double.MAX_VALUE;
        leastSum = Double.MAX_VALUE;
    }

    @Override
    public void reset() {
        forget();
    }

    private void forget() {
        ring.clear();
        noLeast();
        n = 0;
        p = 0;
        warned = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        int packed = (ring.size() + BITS_PER_NUMBER - 1) / BITS_PER_NUMBER;
        double[] all = new double[7 + packed];
        double[] head = {n, p, leastP, leastS, leastSum, warned, ring.size()};
        System.arraycopy(head, 0, all, 0, head.length);
        for (int i = 0; i < ring.size(); i++) {
            all[7 + i / BITS_PER_NUMBER] += ring.get(i) * (1L << i % BITS_PER_NUMBER);
        }
        return all;
    }

    @Override
    public void restore(double[] snapshot) {
        forget();
        Numbers numbers = new Numbers(settings, snapshot);
        n = numbers.nextLong();
        p = numbers.next();
        leastP = numbers.next();
        leastS = numbers.next();
        leastSum = numbers.next();
        warned = numbers.nextLong();
        int size = numbers.nextSize(settings.count("memory"));
        long bits = 0;
        for (int i = 0; i < size; i++) {
            bits = i % BITS_PER_NUMBER == 0 ? numbers.nextLong() : bits >>> 1;
            ring.add((double) (bits & 1));
        }
        numbers.end();
    }
}
