package io.streamgauge.drift.detector;

/** The values a kind of detector takes. */
public enum Input {
    /** Wrong or right: 1 or 0. */
    BIT("0 or 1"),
    /** A bounded loss. */
    SHARE("from 0 to 1"),
    /** Anything measured. */
    NUMBER("a finite number");

    private final String text;

    Input(String text) {
        this.text = text;
    }

    /** The values, in words. */
    public String text() {
        return text;
    }

    /** Whether a detector of this input takes the value. */
    public boolean holds(double value) {
        return switch (this) {
            case BIT -> value == 0 || value == 1;
            case SHARE -> value >= 0 && value <= 1;
            case NUMBER -> Double.isFinite(value);
        };
    }

    static void check(DetectorSettings settings, double value) {
        Input input = settings.kind().input();
        if (!input.holds(value)) {
            throw new IllegalArgumentException(settings.kind() + " takes values " + input.text + ", not " + value);
        }
    }
}
