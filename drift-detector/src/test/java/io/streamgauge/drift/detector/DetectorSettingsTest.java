package io.streamgauge.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectorSettingsTest {

    @ParameterizedTest
    @EnumSource
    void everySettingIsChecked(DetectorKind kind) {
        for (Setting setting : kind.settings()) {
            assertThatThrownBy(() -> kind.defaults().with(setting.name(), Double.NaN))
                    .as(setting.name())
                    .hasMessageContaining(setting.name() + " is NaN but must be");
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        DetectorSettings ddm = DetectorKind.DDM.defaults();
        assertThatThrownBy(() -> ddm.with("minimum", 0))
                .hasMessage("DDM: minimum is 0.0 but must be a whole number from 1 to 1000000");
        assertThatThrownBy(() -> ddm.with("threshold", 0))
                .hasMessage("DDM has no setting threshold; it has minimum, warning, drift");
        assertThatThrownBy(() -> ddm.with("warning", 4).create())
                .hasMessage("DDM: warning is 4.0 but may be at most drift, which is 3.0");
        assertThatThrownBy(
                        () -> DetectorKind.KSWIN.defaults().with("recent", 60).create())
                .hasMessage("KSWIN: window is 100 but must be at least twice recent, which is 60");
    }

    @Test
    void twoOfTheSameValuesAreEqual() {
        DetectorSettings changed = DetectorKind.DDM.defaults().with("minimum", 40);
        assertThat(changed)
                .isEqualTo(DetectorKind.DDM.defaults().with("minimum", 40))
                .hasToString("DDM(minimum=40.0, warning=2.0, drift=3.0)");
        assertThat(changed).isNotEqualTo(DetectorKind.DDM.defaults());
    }
}
