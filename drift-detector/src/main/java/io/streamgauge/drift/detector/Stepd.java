package io.streamgauge.drift.detector;

import org.apache.commons.math3.special.Erf;

/**
 * Statistical test of equal proportions [1]: the rate of errors among the latest {@code window} values against the rate among all
 * before them since the last drift, by the normal test with continuity correction
 * T = (|p₁ − p₂| − ½·u) / √(p(1−p)·u), u = 1/n₁ + 1/n₂. Drift when the rate rose and P(|Z| > T) is less than {@code drift}, a
 * warning when it is less than {@code warning}.
 *
 * <p>A stream that never varies never drifts: with p = 0 or p = 1 there is nothing to test, where MOA raises an alarm every
 * other window.
 *
 * <p>[1] Nishida and Yamauchi, Detecting concept drift using statistical testing, Discovery Science 2007.
 */
final class Stepd implements ChangeDetector {

    private final DetectorSettings settings;
    private final int window;
    private final double drift;
    private final double warning;
    private final Ring recent;

    private double recentErrors;
    private long olderN;
    private double olderErrors;

    Stepd(DetectorSettings settings) {
        settings.inOrder("drift", "warning");
        this.settings = settings;
        this.window = settings.count("window");
        this.drift = settings.get("drift");
        this.warning = settings.get("warning");
        this.recent = new Ring(window);
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        if (recent.isFull()) {
            olderN++;
            olderErrors += recent.get(0);
            recentErrors -= recent.get(0);
        }
        recent.add(value);
        recentErrors += value;
        if (olderN < window) {
            return Signal.NONE;
        }
        double tail = tail();
        if (tail < drift) {
            reset();
            return Signal.DRIFT;
        }
        return tail < warning ? Signal.WARNING : Signal.NONE;
    }

    private double tail() {
        double older = olderErrors / olderN;
        double latest = recentErrors / window;
        double p = (olderErrors + recentErrors) / (olderN + window);
        double unit = 1.0 / olderN + 1.0 / window;
        double variance = p * (1 - p) * unit;
        if (latest <= older || variance <= 0) {
            return 1;
        }
        double t = (latest - older - 0.5 * unit) / Math.sqrt(variance);
        return Erf.erfc(t / Math.sqrt(2));
    }

    @Override
    public void reset() {
        recent.clear();
        recentErrors = 0;
        olderN = 0;
        olderErrors = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        double[] all = new double[4 + recent.size()];
        all[0] = recentErrors;
        all[1] = olderN;
        all[2] = olderErrors;
        all[3] = recent.size();
        System.arraycopy(recent.from(0), 0, all, 4, recent.size());
        return all;
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        recentErrors = numbers.next();
        olderN = numbers.nextLong();
        olderErrors = numbers.next();
        recent.restore(numbers);
        numbers.end();
    }
}
