package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.calibration.Calibration;
import io.streamgauge.scoring.calibration.IsotonicCalibration;
import io.streamgauge.scoring.calibration.PlattCalibration;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that carry a calibration of their scores. */
final class CalibrationPropertyTest {

    private static final ModelProto MODEL = TestingModels.linear(List.of("a", "b"), 0, 1, 2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private OnnxModel load(ModelProto model) throws Exception {
        return OnnxModel.load(TestingModels.write(model, directory), ModelContract.ofNumbers(List.of("a", "b")));
    }

    private static ModelProto with(String json) {
        return MODEL.toBuilder()
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(OnnxModel.CALIBRATION_PROPERTY)
                        .setValue(json))
                .build();
    }

    @Test
    void theScoreIsCalibratedAndTheAnswerIsKept() throws Exception {
        Calibration platt = new PlattCalibration(-0.1, 0.3);
        Calibration isotonic = new IsotonicCalibration(List.of(1.0, 6.0, 7.5), List.of(0.1, 0.25, 1 / 3.0));
        ModelProto model = MODEL;
        for (Calibration calibration : List.of(platt, isotonic)) {
            // The second replaces the first.
            model = ModelProto.parseFrom(CalibrationProperty.write(model.toByteArray(), calibration));
            assertThat(CalibrationProperty.in(model.toByteArray())).isTrue();
            try (OnnxModel loaded = load(model);
                    OnnxScorer scorer = loaded.newScorer()) {
                assertThat(scorer.score(Vectors.of(3, 2))).isEqualTo(calibration.apply(7));
                assertThat(scorer.rawScore()).isEqualTo(7.0);
                assertThat(scorer.score(new FeatureValues(2))).isNaN();
                assertThat(scorer.rawScore()).isNull();
            }
        }
        assertThat(CalibrationProperty.in(MODEL.toByteArray())).isFalse();
    }

    @Test
    void withoutOneTheAnswerIsTheScore() throws Exception {
        try (OnnxModel loaded = load(MODEL);
                OnnxScorer scorer = loaded.newScorer()) {
            assertThat(scorer.score(Vectors.of(3, 2))).isEqualTo(7);
            assertThat(scorer.rawScore()).isNull();
        }
    }

    @Test
    void badCalibrationsAreRefused() {
        assertRefused("nonsense", "it is no JSON");
        assertRefused("{\"method\": \"beta\"}", "method is 'beta'; allowed are isotonic and platt");
        assertRefused("{\"method\": \"platt\", \"a\": 1}", "expected finite numbers");
        assertRefused("{\"method\": \"isotonic\"}", "expected as many, at least one");
        assertRefused("{\"method\": \"isotonic\", \"scores\": [1, \"x\"], \"values\": [0, 1]}", "out of place");
    }

    private void assertRefused(String json, String message) {
        assertThatThrownBy(() -> load(with(json)))
                .isInstanceOf(BadModelException.class)
                .hasMessageContaining("'streamgauge.calibration'")
                .hasMessageContaining(message);
    }
}
