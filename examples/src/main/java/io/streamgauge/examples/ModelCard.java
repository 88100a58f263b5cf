package io.streamgauge.examples;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Map;

/**
 * What a model file is, where it came from and how good it is. Nothing in it depends on when or where it was made, so that
 * training again gives the same card.
 *
 * @param model name of the model
 * @param version its version
 * @param digest SHA-256 of the model file, lower-case hex
 * @param pipeline name of the pipeline whose features it takes
 * @param definitionHash hash of those features' definition
 * @param inputs the inputs, in order
 * @param data where the rows came from
 * @param train what it was trained on
 * @param test what it was judged on
 * @param metrics how well it did there
 * @param chance what knowing nothing would give there
 * @param parity how far the exported model is from the trainer's own scores
 * @param trainer library and settings
 * @param command what made it
 */
@JsonPropertyOrder({
    "model",
    "version",
    "digest",
    "pipeline",
    "definitionHash",
    "inputs",
    "data",
    "train",
    "test",
    "metrics",
    "chance",
    "parity",
    "trainer",
    "command"
})
record ModelCard(
        String model,
        String version,
        String digest,
        String pipeline,
        String definitionHash,
        List<String> inputs,
        Map<String, Object> data,
        Map<String, Object> train,
        Map<String, Object> test,
        Map<String, Double> metrics,
        Map<String, Double> chance,
        Map<String, Object> parity,
        Map<String, Object> trainer,
        String command) {

    /** The card as indented JSON, keys in the order above. */
    String json() {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a card is plain data", e);
        }
    }
}
