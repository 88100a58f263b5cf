package io.streamgauge.scoring.onnx;

import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.ModelContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a score and what goes with it are read from a model's outputs.
 *
 * @param choice the outputs
 * @param shapes their true shapes for one row, by name
 * @param column the score's column; {@value #GREATEST} for the greatest of all
 * @param classes the class of each column of the score's output; empty where the model tells none
 */
record OutputPlan(OutputChoice choice, Map<String, List<Long>> shapes, int column, List<String> classes) {

    static final int GREATEST = -1;

    static OutputPlan of(
            OutputChoice choice, Map<String, List<Long>> shapes, List<String> classes, Optional<String> wanted)
            throws BadModelException {
        List<Long> shape = shapes.getOrDefault(choice.score().name(), List.of());
        int columns = columns(shape);
        String output = "output '" + choice.score().name() + "'";
        if (shape.size() > 2 || (!shape.isEmpty() && shape.get(0) != 1)) {
            throw new BadModelException(
                    output + " is " + shape + " for one row of input; expected [1] or [1, columns]");
        }
        List<String> known = classes.size() == columns ? classes : List.of();
        return new OutputPlan(choice, shapes, column(output, columns, known, wanted), known);
    }

    private static int column(String output, int columns, List<String> classes, Optional<String> wanted)
            throws BadModelException {
        if (wanted.isEmpty()) {
            if (columns > 2) {
                throw new BadModelException(output + " has " + columns
                        + " columns; model.column says which is the score: " + allowed(columns, classes));
            }
            return columns - 1;
        }
        if (wanted.get().equals(ModelContract.GREATEST)) {
            return GREATEST;
        }
        // A class before a number: where classes are numbers, they are what a user knows.
        int named = classes.indexOf(wanted.get());
        if (named >= 0) {
            return named;
        }
        if (classes.isEmpty() && wanted.get().matches("\\d{1,6}") && Integer.parseInt(wanted.get()) < columns) {
            return Integer.parseInt(wanted.get());
        }
        throw new BadModelException(
                output + " has no column '" + wanted.get() + "'; allowed: " + allowed(columns, classes));
    }

    private static String allowed(int columns, List<String> classes) {
        return ModelContract.GREATEST
                + (classes.isEmpty()
                        ? ", or a number from 0 to " + (columns - 1)
                        : ", or a class: " + String.join(", ", classes));
    }

    /** How many values a row of this shape has. */
    static int columns(List<Long> shape) {
        return Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
    }

    /** Whether the score is of one of two classes, and so tells both. */
    boolean twoClasses() {
        return column != GREATEST && columns(shape(choice.score())) <= 2;
    }

    /** Names of all classes, numbers from 0 where the model tells none; of two the one that the score is of comes last. */
    List<String> allClasses() {
        int columns = Math.max(2, columns(shape(choice.score())));
        List<String> names = classes.size() == columns
                ? classes
                : IntStream.range(0, columns).mapToObj(Integer::toString).toList();
        boolean first = twoClasses() && columns(shape(choice.score())) == 2 && column == 0;
        return first ? List.of(names.get(1), names.get(0)) : names;
    }

    List<Long> shape(OnnxPort output) {
        return shapes.getOrDefault(output.name(), List.of());
    }
}
