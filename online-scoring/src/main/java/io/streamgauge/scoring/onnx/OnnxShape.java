package io.streamgauge.scoring.onnx;

/**
 * The size of one row in and out.
 *
 * @param inputs values in a row
 * @param columns values the model gives for a row
 * @param flat whether it gives them as {@code [batch]} and not as {@code [batch, columns]}
 */
record OnnxShape(int inputs, int columns, boolean flat) {

    /** Shape of the output for one row. */
    long[] output() {
        return flat ? new long[] {1} : new long[] {1, columns};
    }
}
