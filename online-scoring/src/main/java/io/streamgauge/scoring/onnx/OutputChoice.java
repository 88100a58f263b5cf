package io.streamgauge.scoring.onnx;

import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.ModelContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which outputs of a model are read. The score's is the one that the document names; else the only one of float32 or float64;
 * else the only one of these with a name that exporters give to scores. The label's is that of whole numbers or texts with a
 * name that exporters give to labels, if there is one.
 *
 * @param score the output that holds the score
 * @param label the output that holds the class chosen
 * @param published further outputs that predictions carry
 */
record OutputChoice(OnnxPort score, Optional<OnnxPort> label, List<OnnxPort> published) {

    private static final Set<String> SCORES =
            Set.of("probabilities", "output_probability", "score", "scores", "variable");
    private static final Set<String> LABELS = Set.of("label", "output_label");

    static OutputChoice of(List<OnnxPort> outputs, ModelContract contract) throws BadModelException {
        List<OnnxPort> published = new ArrayList<>();
        for (String name : contract.publish()) {
            OnnxPort port = named("model.publish", name, outputs);
            if (!port.number() && !port.text()) {
                throw new BadModelException("model.publish: " + port + "; allowed are tensors of numbers or texts");
            }
            published.add(port);
        }
        Optional<OnnxPort> label = outputs.stream()
                .filter(port -> LABELS.contains(port.name()) && (port.whole() || port.text()))
                .findFirst();
        if (contract.label() && label.isEmpty()) {
            throw new BadModelException("model.decision asks for 'label', and the model gives " + shown(outputs)
                    + "; allowed is an output of whole numbers or texts named " + String.join(" or ", sorted(LABELS)));
        }
        return new OutputChoice(score(outputs, contract), label, List.copyOf(published));
    }

    private static OnnxPort score(List<OnnxPort> outputs, ModelContract contract) throws BadModelException {
        if (contract.output().isPresent()) {
            OnnxPort named = named("model.output", contract.output().get(), outputs);
            if (!named.number() || named.rank() > 2) {
                throw new BadModelException(
                        "model.output: " + named + "; allowed is a tensor [batch] or [batch, columns] of numbers");
            }
            return named;
        }
        List<OnnxPort> able =
                outputs.stream().filter(port -> port.real() && port.rank() <= 2).toList();
        List<OnnxPort> likely = able.size() <= 1
                ? able
                : able.stream().filter(port -> SCORES.contains(port.name())).toList();
        if (likely.size() != 1) {
            throw new BadModelException("the model gives " + shown(outputs)
                    + "; allowed is one output of float32 or float64, [batch] or [batch, columns], or one of them named "
                    + String.join(", ", sorted(SCORES))
                    + (able.isEmpty() ? "" : "; model.output says which is the score"));
        }
        return likely.get(0);
    }

    private static OnnxPort named(String key, String name, List<OnnxPort> outputs) throws BadModelException {
        return outputs.stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadModelException(key + ": "
                        + Suggestion.unknown(
                                "output",
                                name,
                                outputs.stream().map(OnnxPort::name).toList())));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static String shown(List<OnnxPort> ports) {
        return ports.stream().map(OnnxPort::toString).collect(Collectors.joining(" and "));
    }

    /** Every output that is read, once. */
    List<OnnxPort> all() {
        Map<String, OnnxPort> all = new LinkedHashMap<>();
        all.put(score.name(), score);
        label.ifPresent(port -> all.put(port.name(), port));
        published.forEach(port -> all.put(port.name(), port));
        return List.copyOf(all.values());
    }
}
