package io.streamgauge.drift.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectorKind;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeDetectorCodecTest {

    @ParameterizedTest
    @EnumSource
    void aDetectorComesBackAsItWas(DetectorKind kind) {
        byte[] bytes = ChangeDetectorCodec.encode(used(kind));
        ChangeDetector back = ChangeDetectorCodec.decode(bytes);
        assertThat(back.settings()).isEqualTo(kind.defaults());
        assertThat(ChangeDetectorCodec.encode(back)).isEqualTo(bytes);
    }

    /** Golden: format 1 is read for ever. */
    @Test
    void format1() {
        String golden =
                "01000344444d000300076d696e696d756d403e00000000000000077761726e696e674000000000000000000564726966744008"
                        + "00000000000000000005405900000000000040000000000000003fe00000000000003fa99999999999993fe1999999999999";
        byte[] bytes = HexFormat.of().parseHex(golden);
        ChangeDetector back = ChangeDetectorCodec.decode(bytes);
        assertThat(back.settings()).isEqualTo(DetectorKind.DDM.defaults());
        assertThat(ChangeDetectorCodec.encode(back)).isEqualTo(bytes);
    }

    @Test
    void whatCannotBeReadIsRefused() {
        byte[] bytes = ChangeDetectorCodec.encode(used(DetectorKind.DDM));
        assertThatThrownBy(() -> ChangeDetectorCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .rootCause()
                .hasMessageContaining("a change detector says 5 numbers but holds 4");
        bytes[0] = 9;
        assertThatThrownBy(() -> ChangeDetectorCodec.decode(bytes))
                .hasRootCauseMessage("a change detector of format 9; this build reads format 1");
    }

    private static ChangeDetector used(DetectorKind kind) {
        ChangeDetector detector = kind.defaults().create();
        for (int i = 0; i < 100; i++) {
            detector.add(i % 2);
        }
        return detector;
    }
}
