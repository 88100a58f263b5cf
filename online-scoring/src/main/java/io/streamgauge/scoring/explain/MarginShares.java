package io.streamgauge.scoring.explain;

/** A margin shared out: base plus the shares of all inputs, which is the margin but for rounding. */
public final class MarginShares {

    private final double base;
    private final double margin;
    private final double[] shares;

    private MarginShares(double base, double margin, double[] shares) {
        this.base = base;
        this.margin = margin;
        this.shares = shares;
    }

    /** Shares out the margin of a row among {@code inputs} inputs. */
    public static MarginShares of(Attribution attribution, double[] row, int inputs) {
        double[] shares = new double[inputs];
        attribution.addTo(row, shares);
        return new MarginShares(attribution.base(), attribution.margin(row), shares);
    }

    /** The margin when no input is known. */
    public double base() {
        return base;
    }

    public double margin() {
        return margin;
    }

    public int inputs() {
        return shares.length;
    }

    public double share(int input) {
        return shares[input];
    }
}
