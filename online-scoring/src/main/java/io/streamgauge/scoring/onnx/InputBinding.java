package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.MissingRule;
import io.streamgauge.scoring.ModelContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which values of the vector each input of a model takes, in order:
 *
 * <ol>
 *   <li>what the document binds;
 *   <li>the only input of a model takes the whole vector;
 *   <li>one of several takes the value of its name, or all values of the group of its name, in the vector's order; where a
 *       name may hold no dot, {@code customer_mean} is {@code customer.mean};
 *   <li>where no name is that of a value or group, the inputs take the vector from left to right.
 * </ol>
 *
 * Numbers go into tensors of numbers and texts into tensors of texts, and every value goes somewhere.
 *
 * @param fed the inputs with what they take
 * @param byOrder whether by the last of these rules
 */
record InputBinding(List<Fed> fed, boolean byOrder) {

    private static final String ALLOWED =
            "; allowed is a tensor [batch] or [batch, columns] of float32, float64, int64, int32, bool or string with a"
                    + " dynamic batch";

    /**
     * An input and the indexes of the values it takes.
     *
     * @param input the input
     * @param values indexes in the vector
     */
    record Fed(OnnxPort input, List<Integer> values) {}

    static InputBinding of(List<OnnxPort> inputs, ModelContract contract) throws BadModelException {
        return new Binder(inputs, contract).bind();
    }

    private static final class Binder {

        private final List<OnnxPort> inputs;
        private final ModelContract contract;
        private final List<String> names;
        private final BothSides sides;

        Binder(List<OnnxPort> inputs, ModelContract contract) {
            this.inputs = inputs;
            this.contract = contract;
            this.names = contract.names();
            this.sides = new BothSides(inputs, contract);
        }

        InputBinding bind() throws BadModelException {
            for (OnnxPort input : inputs) {
                if (!input.oneRow() || !(input.number() || input.text())) {
                    throw new BadModelException("the model takes " + input + ALLOWED);
                }
            }
            Map<String, List<Integer>> taken = declared();
            boolean byOrder = false;
            if (inputs.size() == 1) {
                taken.putIfAbsent(inputs.get(0).name(), indexes(names));
            } else {
                byName(taken);
                byOrder = taken.isEmpty();
                if (byOrder) {
                    byOrder(taken);
                }
            }
            List<Fed> fed = new ArrayList<>();
            for (OnnxPort input : inputs) {
                fed.add(checked(input, taken.get(input.name())));
            }
            checkAllTaken(fed);
            return new InputBinding(List.copyOf(fed), byOrder);
        }

        private Map<String, List<Integer>> declared() throws BadModelException {
            List<String> known = inputs.stream().map(OnnxPort::name).toList();
            Map<String, List<Integer>> taken = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> bound : contract.bind().entrySet()) {
                if (!known.contains(bound.getKey())) {
                    throw sides.refused("model.bind: " + Suggestion.unknown("input", bound.getKey(), known));
                }
                for (String value : bound.getValue()) {
                    if (!names.contains(value)) {
                        throw sides.refused("model.bind: " + Suggestion.unknown("input", value, names));
                    }
                }
                taken.put(bound.getKey(), indexes(bound.getValue()));
            }
            return taken;
        }

        private List<Integer> indexes(List<String> values) {
            return values.stream().map(names::indexOf).toList();
        }

        private void byName(Map<String, List<Integer>> taken) {
            for (OnnxPort input : inputs) {
                List<Integer> named = named(plain(input.name()));
                if (!named.isEmpty()) {
                    taken.putIfAbsent(input.name(), named);
                }
            }
        }

        private List<Integer> named(String input) {
            int exact = IntStream.range(0, names.size())
                    .filter(i -> plain(names.get(i)).equals(input))
                    .findFirst()
                    .orElse(-1);
            return exact >= 0
                    ? List.of(exact)
                    : IntStream.range(0, names.size())
                            .filter(i -> inGroup(names.get(i), input))
                            .boxed()
                            .toList();
        }

        private static boolean inGroup(String value, String group) {
            int dot = value.lastIndexOf('.');
            return dot > 0 && plain(value.substring(0, dot)).equals(group);
        }

        /** A name as exporters write those that they do not take as they are. */
        private static String plain(String name) {
            return name.replaceAll("[^A-Za-z0-9_]", "_");
        }

        private void byOrder(Map<String, List<Integer>> taken) throws BadModelException {
            int next = 0;
            for (OnnxPort input : inputs) {
                int columns = Math.max(1, input.columns());
                if (next + columns > names.size()) {
                    throw sides.refused("the model takes more values than the pipeline's model.inputs are");
                }
                taken.put(
                        input.name(),
                        IntStream.range(next, next + columns).boxed().toList());
                next += columns;
            }
        }

        private Fed checked(OnnxPort input, @Nullable List<Integer> values) throws BadModelException {
            if (values == null) {
                throw sides.refused("no value or group is named like the model's input '" + input.name()
                        + "', and model.bind does not say what it takes");
            }
            if (input.columns() != -1 && input.columns() != values.size()) {
                throw sides.refused(
                        inputs.size() == 1
                                ? "the model takes " + input.columns() + " values, the pipeline's model.inputs are "
                                        + values.size()
                                : "the model's input '" + input.name() + "' takes " + input.columns()
                                        + " values, and is given " + values.size());
            }
            for (int index : values) {
                checkKind(input, contract.vector().get(index));
            }
            return new Fed(input, values);
        }

        private void checkKind(OnnxPort input, ModelContract.Value value) throws BadModelException {
            if (value.text() != input.text()) {
                throw sides.refused("'" + value.name() + "' is a " + (value.text() ? "text" : "number")
                        + ", and the model's input '" + input.name() + "' takes " + (input.text() ? "texts" : "numbers")
                        + (value.text()
                                ? "; a number can be made of it by an expression that compares it, or by hashBucket("
                                        + value.name() + ", 100)"
                                : ""));
            }
            if (value.whenMissing() instanceof MissingRule.Numeric rule
                    && !input.real()
                    && !RowTensor.fits(input.type().orElse(OnnxJavaType.UNKNOWN), rule.value())) {
                throw sides.refused("model.missing makes a missing '" + value.name() + "' " + rule
                        + ", and the model's input '" + input.name() + "' takes "
                        + (input.whole() ? "whole numbers" : "0 and 1"));
            }
        }

        private void checkAllTaken(List<Fed> fed) throws BadModelException {
            Set<String> left = new LinkedHashSet<>(names);
            fed.forEach(one -> one.values().forEach(index -> left.remove(names.get(index))));
            if (!left.isEmpty()) {
                throw sides.refused("no input of the model takes " + String.join(", ", left));
            }
        }
    }
}
