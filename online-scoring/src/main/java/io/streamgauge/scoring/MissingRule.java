package io.streamgauge.scoring;

/** What one missing value becomes before the model sees it. */
public sealed interface MissingRule {

    /** Nothing: the event is not scored. */
    MissingRule REFUSE = new Refuse();

    /** NaN, for models that know what to do with it. */
    MissingRule NAN = new Numeric(Double.NaN);

    /** A number, or NaN. */
    static MissingRule of(double number) {
        return new Numeric(number);
    }

    /** A text. */
    static MissingRule of(String text) {
        return new Text(text);
    }

    /** Whether it can stand for a missing text, or else for a missing number. */
    boolean fits(boolean text);

    /** The event is not scored. */
    record Refuse() implements MissingRule {

        @Override
        public boolean fits(boolean text) {
            return true;
        }

        @Override
        public String toString() {
            return "refuse";
        }
    }

    /**
     * A number stands for it.
     *
     * @param value finite, or NaN
     */
    record Numeric(double value) implements MissingRule {

        @Override
        public boolean fits(boolean text) {
            return !text;
        }

        @Override
        public String toString() {
            return Double.isNaN(value) ? "nan" : Double.toString(value);
        }
    }

    /** A text stands for it. */
    record Text(String value) implements MissingRule {

        @Override
        public boolean fits(boolean text) {
            return text;
        }

        @Override
        public String toString() {
            return "{text: \"" + value + "\"}";
        }
    }
}
