package io.streamgauge.drift.detector;

/**
 * One number a detector is set by.
 *
 * @param fallback what it is when nothing is said
 * @param allowed what values it may have
 * @param doc what it means
 */
public record Setting(String name, double fallback, Allowed allowed, String doc) {

    /** The values a setting may have. */
    public enum Allowed {
        SHARE("more than 0 and less than 1"),
        POSITIVE("more than 0"),
        AT_LEAST_ZERO("0 or more"),
        NUMBER("a number"),
        FLAG("0 for no or 1 for yes"),
        COUNT("a whole number from 1 to 1000000");

        private static final int GREATEST_COUNT = 1_000_000;
        private final String text;

        Allowed(String text) {
            this.text = text;
        }

        /** The values, in words. */
        public String text() {
            return text;
        }

        boolean holds(double value) {
            return Double.isFinite(value)
                    && switch (this) {
                        case SHARE -> value > 0 && value < 1;
                        case POSITIVE -> value > 0;
                        case AT_LEAST_ZERO -> value >= 0;
                        case NUMBER -> true;
                        case FLAG -> value == 0 || value == 1;
                        case COUNT -> value >= 1 && value <= GREATEST_COUNT && value == Math.rint(value);
                    };
        }
    }

    public Setting {
        if (!allowed.holds(fallback)) {
            throw new IllegalArgumentException(name + " must be " + allowed.text() + ", not " + fallback);
        }
    }

    static Setting share(String name, double fallback, String doc) {
        return new Setting(name, fallback, Allowed.SHARE, doc);
    }

    static Setting positive(String name, double fallback, String doc) {
        return new Setting(name, fallback, Allowed.POSITIVE, doc);
    }

    static Setting atLeastZero(String name, double fallback, String doc) {
        return new Setting(name, fallback, Allowed.AT_LEAST_ZERO, doc);
    }

    static Setting number(String name, double fallback, String doc) {
        return new Setting(name, fallback, Allowed.NUMBER, doc);
    }

    static Setting flag(String name, double fallback, String doc) {
        return new Setting(name, fallback, Allowed.FLAG, doc);
    }

    static Setting count(String name, double fallback, String doc) {
        return new Setting(name, fallback, Allowed.COUNT, doc);
    }
}
