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

    private static final int SHOWN = 3;

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
        List<String> trained = parse(OnnxModel.INPUTS_PROPERTY, declared);
        if (!trained.equals(given)) {
            throw new BadModelException("the model was trained on other inputs than the pipeline gives it"
                    + firstDifference(trained, given) + counts(trained, given) + only("model", trained, given)
                    + only("pipeline", given, trained));
        }
        return Optional.empty();
    }

    /** The list that a property of the model holds. */
    static List<String> parse(String property, String declared) throws BadModelException {
        try {
            return JSON.readValue(declared, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new BadModelException(
                    "the model's property '" + property + "' is no JSON list of names: " + declared, e);
        }
    }

    private static String firstDifference(List<String> trained, List<String> given) {
        for (int i = 0; i < Math.min(trained.size(), given.size()); i++) {
            if (!trained.get(i).equals(given.get(i))) {
                return ": input " + (i + 1) + " is '" + trained.get(i) + "' in the model, '" + given.get(i)
                        + "' in the pipeline";
            }
        }
        boolean more = trained.size() > given.size();
        int common = Math.min(trained.size(), given.size());
        return ": after the first " + common + ", which agree, the " + (more ? "model" : "pipeline") + " has '"
                + (more ? trained : given).get(common) + "'";
    }

    private static String counts(List<String> trained, List<String> given) {
        return "; " + trained.size() + " inputs in the model, " + given.size() + " in the pipeline";
    }

    /** The first few names that one side alone has. */
    private static String only(String side, List<String> names, List<String> others) {
        List<String> alone =
                names.stream().filter(name -> !others.contains(name)).toList();
        if (alone.isEmpty()) {
            return "";
        }
        int more = alone.size() - SHOWN;
        return "; only in the " + side + ": "
                + String.join(", ", alone.subList(0, Math.min(SHOWN, alone.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
