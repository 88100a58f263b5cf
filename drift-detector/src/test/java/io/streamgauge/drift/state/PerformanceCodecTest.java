package io.streamgauge.drift.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.labels.JudgedRow;
import io.streamgauge.drift.labels.Outcome;
import io.streamgauge.drift.labels.OutcomeWindow;
import io.streamgauge.drift.labels.Outcomes;
import io.streamgauge.drift.labels.PerformanceReference;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.ReferenceRows;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.drift.labels.SubjectState;
import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.profile.OffsetRanges;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceCodecTest {

    private static final PerformanceCodec CODEC = new PerformanceCodec(1000, Kind.BINARY);

    private static PerformanceState state() {
        PerformanceState state = new PerformanceState();
        state.setPredictionsToMs(2500);
        state.predictionClocks().put(0, 2600L);
        state.labelClocks().put(1, 2700L);
        state.early().restore(2000, 42, new Outcome(2900, 1, 7, 1));

        SubjectState collecting = new SubjectState();
        collecting.setStartMs(1000);
        collecting.collected().add(new ReferenceRows.Row(5, 0.25, 0, 1));
        state.subjects().put(new Subject(new ModelKey("m", "1", "ab"), "champion"), collecting);

        SubjectState watching = new SubjectState();
        watching.setStartMs(0);
        watching.setReference(new PerformanceReference(
                Kind.BINARY, 0, 1000, new Outcomes(new double[] {0.25, 0.75}, new double[] {0, 1}, new double[] {0, 1
                })));
        watching.setAlerts(new AlertState(List.of(true, false), null, 900L));
        OffsetRanges offsets = new OffsetRanges();
        offsets.add(new OffsetRanges.Partition("events", 0), new OffsetRanges.Range(3, 9));
        OutcomeWindow window = new OutcomeWindow(1000, 12, Long.MAX_VALUE, offsets);
        window.setEstimated(true);
        window.expected().put("roc_auc", 0.875);
        window.put(new JudgedRow(
                -3, 0.5, 1, List.of("FR"), List.of(new Outcome(1500, 0, 1, 0), new Outcome(3500, 0, 2, 1))));
        window.put(new JudgedRow(4, Double.NaN, 0, List.of("ES"), List.of()));
        window.judged(3000, 1);
        watching.windows().put(1000L, window);
        state.subjects().put(new Subject(new ModelKey("m", "2", "cd"), "next"), watching);
        return state;
    }

    @Test
    void aStateComesBackAsItWas() {
        byte[] bytes = CODEC.encode(state());
        assertThat(CODEC.encode(CODEC.decode(bytes).orElseThrow())).isEqualTo(bytes);
    }

    /** Golden: format 1 is read for ever. */
    @Test
    void format1() {
        String golden = "0100000000000003e8000642494e41525900000000000009c400000001000000000000000000000a2800000001"
                + "000000010000000000000a8c0000000100000000000007d000000001000000000000002a0000000000000b5400"
                + "00000100000000000000073ff00000000000000000000200016d0001310002616200086368616d70696f6e0000"
                + "0000000003e80000000100000000000000053fd000000000000000000000000000003ff0000000000000000000"
                + "000000000000000000016d0001320002636400046e657874000000000000000000000000010000000000000000"
                + "00000000000003e8000000023fd0000000000000000000000000000000000000000000003fe80000000000003f"
                + "f00000000000003ff0000000000000000000020100010000000000000384000000000100000000000003e80000"
                + "00000000000c7fffffffffffffff0000000100066576656e747300000000000000000000000300000000000000"
                + "0901000000010000000000000bb8000000010007726f635f6175633fec00000000000000000002ffffffffffff"
                + "fffd3fe00000000000003ff000000000000000000001000246520000000200000000000005dc00000000000000"
                + "000000000100000000000000000000000000000dac0000000000000000000000023ff000000000000000000000"
                + "000000047ff80000000000000000000000000000000000010002455300000000";
        assertThat(HexFormat.of().formatHex(CODEC.encode(state()))).isEqualTo(golden);
    }

    @Test
    void ofOtherWindowsOrAnotherKindNothingComesBack() {
        byte[] bytes = CODEC.encode(state());
        assertThat(new PerformanceCodec(2000, Kind.BINARY).decode(bytes)).isEmpty();
        assertThat(new PerformanceCodec(1000, Kind.REGRESSION).decode(bytes)).isEmpty();
    }

    @Test
    void cutAndOverlongBytesAreRefused() {
        byte[] bytes = CODEC.encode(state());
        assertThatThrownBy(() -> CODEC.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("cannot read the state of performance");
        assertThatThrownBy(() -> CODEC.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasRootCauseMessage("the state of performance is followed by 1 bytes");
    }
}
