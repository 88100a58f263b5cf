package io.streamgauge.scoring.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.calibration.Calibration;
import io.streamgauge.scoring.calibration.IsotonicCalibration;
import io.streamgauge.scoring.calibration.PlattCalibration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calibration that a model's file carries in {@value OnnxModel#CALIBRATION_PROPERTY}: {@code {"method": "platt", "a": -2.5,
 * "b": 0.5}} or {@code {"method": "isotonic", "scores": [...], "values": [...]}}. It is part of the file, and so of its digest.
 */
public final class CalibrationProperty {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CalibrationProperty() {}

    /** The calibration that a property says; null when there is none. */
    static @Nullable Calibration parse(@Nullable String declared) throws BadModelException {
        if (declared == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(declared);
            String method = json.path("method").asText();
            return switch (method) {
                case "platt" -> new PlattCalibration(number(json.path("a")), number(json.path("b")));
                case "isotonic" -> new IsotonicCalibration(numbers(json.path("scores")), numbers(json.path("values")));
                default ->
                    throw new IllegalArgumentException("method is '" + method + "'; allowed are isotonic and platt");
            };
        } catch (JsonProcessingException e) {
            throw refused("it is no JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        }
    }

    private static BadModelException refused(String problem, Exception cause) {
        return new BadModelException(
                "the model's property '" + OnnxModel.CALIBRATION_PROPERTY + "': " + problem, cause);
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    private static List<Double> numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(node -> numbers.add(number(node)));
        return numbers;
    }

    /** Whether a model's file carries a calibration. */
    public static boolean in(byte[] model) throws BadModelException {
        return parsed(model).getMetadataPropsList().stream().anyMatch(CalibrationProperty::holds);
    }

    /** A model's file with another calibration, or its first. */
    public static byte[] write(byte[] model, Calibration calibration) throws BadModelException {
        ModelProto.Builder changed = parsed(model).toBuilder();
        List<StringStringEntryProto> kept = changed.getMetadataPropsList().stream()
                .filter(entry -> !holds(entry))
                .toList();
        return changed.clearMetadataProps()
                .addAllMetadataProps(kept)
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(OnnxModel.CALIBRATION_PROPERTY)
                        .setValue(json(calibration).toString()))
                .build()
                .toByteArray();
    }

    private static boolean holds(StringStringEntryProto entry) {
        return entry.getKey().equals(OnnxModel.CALIBRATION_PROPERTY);
    }

    private static ModelProto parsed(byte[] model) throws BadModelException {
        try {
            return ModelProto.parseFrom(model);
        } catch (InvalidProtocolBufferException e) {
            throw new BadModelException("the model cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode json(Calibration calibration) {
        ObjectNode json = JSON.createObjectNode();
        if (calibration instanceof PlattCalibration platt) {
            return json.put("method", "platt").put("a", platt.a()).put("b", platt.b());
        }
        IsotonicCalibration isotonic = (IsotonicCalibration) calibration;
        json.put("method", "isotonic");
        ArrayNode scores = json.putArray("scores");
        isotonic.scores().forEach(scores::add);
        ArrayNode values = json.putArray("values");
        isotonic.values().forEach(values::add);
        return json;
    }
}
