package io.streamgauge.scoring.explain;

import java.util.Arrays;

/** Which input each column of a row belongs to. */
public final class Columns {

    private final int[] inputOf;
    private final int inputs;

    /**
     * @param inputOf the index of an input for each column
     * @param inputs how many inputs there are; some may have no column
     */
    public Columns(int[] inputOf, int inputs) {
        this.inputOf = inputOf.clone();
        this.inputs = inputs;
        for (int input : inputOf) {
            if (input < 0 || input >= inputs) {
                throw new IllegalArgumentException("a column of input " + input + "; there are " + inputs);
            }
        }
    }

    /** A column for each input. */
    public static Columns ofInputs(int inputs) {
        int[] inputOf = new int[inputs];
        Arrays.setAll(inputOf, i -> i);
        return new Columns(inputOf, inputs);
    }

    /** How many columns there are. */
    public int size() {
        return inputOf.length;
    }

    int inputs() {
        return inputs;
    }

    int inputOf(int column) {
        return inputOf[column];
    }
}
