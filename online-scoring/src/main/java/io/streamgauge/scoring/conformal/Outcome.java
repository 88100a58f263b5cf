package io.streamgauge.scoring.conformal;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What came of an event.
 *
 * @param value a Double, a Boolean, or a String that names a class
 */
public record Outcome(Object value) {

    public Outcome {
        if (!(value instanceof Double || value instanceof Boolean || value instanceof String)) {
            throw new IllegalArgumentException("an outcome is a number, a truth value or a text, not " + value);
        }
    }

    /** An outcome as a file has it: a number, true or false, or else the name of a class. */
    public static Outcome parse(String text) {
        OptionalDouble number = number(text);
        if (number.isPresent()) {
            return new Outcome(number.getAsDouble());
        }
        boolean truth = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
        return new Outcome(truth ? Boolean.valueOf(text) : text);
    }

    /** As a number, false is 0 and true 1; NaN for a text. */
    public double number() {
        if (value instanceof Double number) {
            return number;
        }
        return value instanceof Boolean truth ? (truth ? 1 : 0) : Double.NaN;
    }

    /**
     * Which of a model's classes it is: that of its name; a number also that of this number, or, where no class is named by a
     * number, the one at this place, from 0; true counts as 1. -1 when the model knows no such class.
     */
    public int indexIn(List<String> classes) {
        int named = classes.indexOf(value.toString());
        if (named >= 0 || value instanceof String) {
            return named;
        }
        double number = number();
        boolean numbered = false;
        for (int i = 0; i < classes.size(); i++) {
            OptionalDouble own = number(classes.get(i));
            if (own.isPresent() && own.getAsDouble() == number) {
                return i;
            }
            numbered |= own.isPresent();
        }
        return !numbered && number >= 0 && number < classes.size() && Math.rint(number) == number ? (int) number : -1;
    }

    private static OptionalDouble number(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
