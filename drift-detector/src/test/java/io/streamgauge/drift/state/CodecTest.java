package io.streamgauge.drift.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecTest {

    private static WindowSummary summary() {
        WindowSummary summary = new WindowSummary(2, 2);
        for (int i = 0; i < 3; i++) {
            summary.add(
                    1000, new OffsetRanges.Partition("events", i % 2), i, new double[] {i, i == 1 ? Double.NaN : -i});
        }
        return summary;
    }

    @Test
    void aSummaryComesBackAsItWas() {
        byte[] bytes = SummaryCodec.encode(summary());
        assertThat(SummaryCodec.encode(SummaryCodec.decode(bytes))).isEqualTo(bytes);
    }

    /** Golden: format 1 is read for ever. */
    @Test
    void format1() {
        String golden =
                "010000000000000003000000020000000000000003000000000000000000000000000000004000000000000000000000"
                        + "00000000020000000000000001c00000000000000000000000000000000000000200de98167e5e0ce900000002975835"
                        + "de1c9756ce00000000000003e84000000000000000c000000000000000e220a8397b1dcdaf00000000000003e8000000"
                        + "000000000000000000000000000000000200066576656e74730000000000000000000000000000000000000002000665"
                        + "76656e74730000000100000000000000010000000000000001";
        assertThat(HexFormat.of().formatHex(SummaryCodec.encode(summary()))).isEqualTo(golden);
    }

    @Test
    void anotherFormatIsRefusedByNumber() {
        byte[] bytes = SummaryCodec.encode(summary());
        bytes[0] = 9;
        assertThatThrownBy(() -> SummaryCodec.decode(bytes))
                .hasRootCauseMessage("a window summary of format 9; this build reads format 1");
    }

    @Test
    void cutAndOverlongBytesAreRefused() {
        byte[] bytes = SummaryCodec.encode(summary());
        assertThatThrownBy(() -> SummaryCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("cannot read a window summary");
        assertThatThrownBy(() -> SummaryCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasRootCauseMessage("a window summary is followed by 1 bytes");
    }

    @Test
    void stateOfOtherInputsIsRefusedWithAdvice() {
        DetectorState state = new DetectorState.Collecting(0, summary());
        byte[] bytes = new DetectorCodec(List.of("a", "b")).encode(state);
        assertThatThrownBy(() -> new DetectorCodec(List.of("a", "c")).decode(bytes))
                .rootCause()
                .hasMessageContaining("[a, b]")
                .hasMessageContaining("give the changed model a new version");
    }
}
