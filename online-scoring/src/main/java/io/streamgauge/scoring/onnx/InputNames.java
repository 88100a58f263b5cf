package io.streamgauge.scoring.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.scoring.BadModelException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the inputs a model was trained on with those a pipeline gives it: same names, same order. */
final class InputNames {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InputNames() {}

    /**
     * Refuses a model that declares other inputs.
     *
     * @param declared the model's own list as JSON; null when it declares none
     * @param given the pipeline's vector
     * @return what could not be checked, if anything
     */
    static Optional<String> check(@Nullable String declared, List<String> given) throws BadModelException {
        if (declared == null) {
            return Optional.of("the model does not say which inputs it was trained on (metadata property '"
                    + OnnxModel.INPUTS_PROPERTY + "', a JSON list); only their number, " + given.size()
                    + ", is checked");
        }
        List<String> trained = parse(declared);
        if (!trained.equals(given)) {
            throw new BadModelException("the model was trained on other inputs than the pipeline gives it"
                    + firstDifference(trained, given) + "\n  model:    " + String.join(", ", trained)
                    + "\n  pipeline: " + String.join(", ", given));
        }
        return Optional.empty();
    }

    private static List<String> parse(String declared) throws BadModelException {
        try {
            return JSON.readValue(declared, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new BadModelException(
                    "the model's property '" + OnnxModel.INPUTS_PROPERTY + "' is no JSON list of names: " + declared,
                    e);
        }
    }

    private static String firstDifference(List<String> trained, List<String> given) {
        for (int i = 0; i < Math.min(trained.size(), given.size()); i++) {
            if (!trained.get(i).equals(given.get(i))) {
                return ": input " + (i + 1) + " is '" + trained.get(i) + "' in the model, '" + given.get(i)
                        + "' in the pipeline";
            }
        }
        return ": " + trained.size() + " in the model, " + given.size() + " in the pipeline";
    }
}
