package io.streamgauge.store.event;

import java.time.DateTimeException;
import java.util.Locale;
import java.util.Map;

/**
 * How the text of a cell becomes a field's value. An empty cell is null, and so is NaN in a double.
 *
 * @param time how timestamps are written
 * @param booleans words for true and false beside 1, 0, true and false
 */
record CsvCell(CsvTime time, Map<String, Boolean> booleans) {

    /**
     * Stores the cell.
     *
     * @throws IllegalArgumentException when it does not fit; the message says what was seen and what is allowed
     */
    void set(Event event, int index, String cell) {
        if (cell.isEmpty()) {
            event.setNull(index);
            return;
        }
        switch (event.schema().typeAt(index)) {
            case STRING -> event.setText(index, cell);
            case LONG -> event.setLong(index, wholeNumber(cell));
            case DOUBLE -> setDouble(event, index, cell.strip());
            case BOOLEAN -> event.setBoolean(index, bool(cell.strip()));
            case TIMESTAMP -> event.setLong(index, timestampMs(cell.strip()));
        }
    }

    private static long wholeNumber(String cell) {
        try {
            return Long.parseLong(cell.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + cell + "' is no long; allowed: a whole number within 64 bits", e);
        }
    }

    private static void setDouble(Event event, int index, String cell) {
        if (cell.equalsIgnoreCase("nan")) {
            event.setNull(index);
            return;
        }
        try {
            double value = Double.parseDouble(cell);
            // Java also reads 1d and 0x1p3, which are slips in a file.
            if (Double.isFinite(value)
                    && !Character.isLetter(cell.charAt(cell.length() - 1))
                    && cell.indexOf('x') < 0) {
                event.setDouble(index, value);
                return;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("'" + cell + "' is no double; allowed: a finite number");
    }

    /** True or false as the cell says. */
    boolean bool(String cell) {
        Boolean word = booleans.get(cell);
        if (word != null) {
            return word;
        }
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default ->
                throw new IllegalArgumentException("'" + cell + "' is no boolean; allowed: 0, 1, true, false"
                        + (booleans.isEmpty() ? "" : ", " + String.join(", ", booleans.keySet())));
        };
    }

    /** The moment that the cell says. */
    long timestampMs(String cell) {
        try {
            return time.parseMs(cell);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + cell + "' is no timestamp: " + e.getMessage(), e);
        }
    }
}
