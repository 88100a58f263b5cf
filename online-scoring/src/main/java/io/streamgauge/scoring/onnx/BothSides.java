package io.streamgauge.scoring.onnx;

import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.ModelContract;
import java.util.List;

/** A refusal that shows the model's inputs and the pipeline's vector side by side. */
final class BothSides {

    private final List<OnnxPort> inputs;
    private final ModelContract contract;

    BothSides(List<OnnxPort> inputs, ModelContract contract) {
        this.inputs = inputs;
        this.contract = contract;
    }

    BadModelException refused(String why) {
        return new BadModelException(why + "\n" + table());
    }

    private String table() {
        List<String> left = inputs.stream()
                .map(input -> input.name() + "  " + input.shown())
                .toList();
        List<String> right = contract.vector().stream()
                .map(value -> value.name() + "  " + (value.text() ? "text" : "number"))
                .toList();
        int width = left.stream().mapToInt(String::length).max().orElse(0);
        width = Math.max(width, "the model's inputs".length());
        StringBuilder out = new StringBuilder(row(width, "the model's inputs", "the pipeline's vector"));
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            out.append('\n').append(row(width, at(left, i), at(right, i)));
        }
        return out.toString();
    }

    private static String at(List<String> side, int index) {
        return index < side.size() ? side.get(index) : "";
    }

    private static String row(int width, String left, String right) {
        return ("  " + left + " ".repeat(width - left.length()) + " | " + right).stripTrailing();
    }
}
