package io.streamgauge.drift.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.CorrectionTerms;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.FirstVerdict;
import io.streamgauge.drift.policy.MissingPartitions;
import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.Dispersion;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.FeatureTotals;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.WindowSummary;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
        WindowSummary read = SummaryCodec.decode(HexFormat.of().parseHex(golden));
        assertThat(read.rowsByWindow()).isEmpty();
        // Format 2 is format 1 with three counts of nothing more.
        String again = HexFormat.of().formatHex(SummaryCodec.encode(read));
        assertThat(again).isEqualTo("02" + golden.substring(2) + "00000000".repeat(3));
    }

    /** Golden: format 2 is read for ever. */
    @Test
    void format2() {
        WindowSummary summary = new WindowSummary(1, 2);
        OffsetRanges.Partition partition = new OffsetRanges.Partition("events", 0);
        for (int i = 0; i < 3; i++) {
            String text = "c" + i;
            summary.add(
                    1000L * i, partition, i, RowSample.rank(0, i), new double[] {CategoryCode.of(text)}, new String[] {
                        text
                    });
        }
        summary.addDetection("score adwin");
        String golden = "020000000000000003000000010000000000000003000000000000000042f5eb810d0db37043231d445ed08ec8"
                + "00000002e220a8397b1dcdaf00000002910a2dec89025cc100000000000003e8430ed69c6cb66c50975835de1c"
                + "9756ce00000000000007d043231d445ed08ec80000000100066576656e74730000000000000000000000000000"
                + "000000000002000000030000000000000000000000000000000100000000000003e80000000000000001000000"
                + "00000007d0000000000000000100000002430ed69c6cb66c500002633143231d445ed08ec80002633200000001"
                + "000b73636f726520616477696e0000000000000001";
        assertThat(HexFormat.of().formatHex(SummaryCodec.encode(summary))).isEqualTo(golden);
        assertThat(SummaryCodec.encode(SummaryCodec.decode(HexFormat.of().parseHex(golden))))
                .isEqualTo(HexFormat.of().parseHex(golden));
    }

    /** Golden: format 3 is read for ever. It is format 2 with a number for its columns. */
    @Test
    void format3() {
        byte[] without = SummaryCodec.encode(summary());
        String golden =
                "03" + "89abcdef01234567" + HexFormat.of().formatHex(without).substring(2);
        byte[] bytes = HexFormat.of().parseHex(golden);
        assertThat(SummaryCodec.encode(summary(), 0x89abcdef01234567L)).isEqualTo(bytes);
        assertThat(SummaryCodec.encode(SummaryCodec.decode(bytes))).isEqualTo(without);
        assertThat(SummaryCodec.columns(bytes)).isEqualTo(0x89abcdef01234567L);
        assertThat(SummaryCodec.columns(without)).isNull();
    }

    /** 64 KB a value and window is what a window may take, also of a single value, whose rows' ranks and windows count with it. */
    @Test
    void aWindowTakesNoMoreBytesWhateverItsRate() {
        WindowSummary summary = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
        OffsetRanges.Partition partition = new OffsetRanges.Partition("events", 0);
        int atTenThousand = 0;
        for (int i = 0; i < 1_000_000; i++) {
            summary.add(0, partition, i, new double[] {i % 1000});
            atTenThousand = i == 9_999 ? SummaryCodec.encode(summary).length : atTenThousand;
        }
        assertThat(SummaryCodec.encode(summary).length).isEqualTo(atTenThousand).isLessThan(64 * 1024);
    }

    @Test
    void anotherFormatIsRefusedByNumber() {
        byte[] bytes = SummaryCodec.encode(summary());
        bytes[0] = 9;
        assertThatThrownBy(() -> SummaryCodec.decode(bytes))
                .hasRootCauseMessage("a window summary of format 9; this build reads format 1 to 3");
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

    /** Format 1 of a detector, by hand: a reference of one feature and three values, no alert. */
    @Test
    void aDetectorOfFormat1IsReadForEver() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(1);
            out.writeInt(1);
            out.writeUTF("a");
            out.writeByte(1);
            out.writeLong(1000);
            out.writeLong(2000);
            for (long total : new long[] {3, 1}) {
                out.writeLong(total);
            }
            for (double number : new double[] {-1, 4, 0.25, 0.125}) {
                out.writeDouble(number);
            }
            out.writeInt(1);
            out.writeInt(3);
            for (double value : new double[] {-1, 2, 4}) {
                out.writeDouble(value);
            }
            out.writeInt(2);
            out.writeBoolean(true);
            out.writeBoolean(false);
            out.writeBoolean(true);
            out.writeLong(77);
            out.writeBoolean(false);
        }
        DetectorCodec codec = new DetectorCodec(List.of("a"));
        assertThat(codec.reads(bytes.toByteArray())).isTrue();
        DetectorState.Watching state = (DetectorState.Watching) codec.decode(bytes.toByteArray());
        assertThat(state.alerts().recent()).containsExactly(true, false);
        assertThat(state.alerts().lastRetrainingMs()).isEqualTo(77);
        FeatureReference feature = state.reference().features().get(0);
        assertThat(feature.column().sorted()).containsExactly(-1, 2, 4);
        assertThat(feature.psiSpread()).isEqualTo(0.25);
        assertThat(feature.ksSpread()).isEqualTo(0.125);
        assertThat(feature.dispersion()).isEqualTo(Dispersion.UNKNOWN);
        assertThat(state.reference().segments()).isEmpty();
        byte[] now = codec.encode(state);
        assertThat(now[0]).isEqualTo((byte) 3);
        assertThat(codec.encode(codec.decode(now))).isEqualTo(now);
    }

    /** Format 2 is format 3 without the version of a profile, an empty text before the alerts of 4 + 2 + 9 + 1 bytes. */
    @Test
    void aDetectorOfFormat2IsReadForEver() {
        DetectorCodec codec = new DetectorCodec(List.of("a"));
        FeatureReference feature = new FeatureReference(
                new Column(new double[] {-1, 2, 4}, 1), new FeatureTotals(3, 1, -1, 4), 0.25, 0.125);
        DetectorState state = new DetectorState.Watching(
                new Reference(1000, 2000, List.of(feature), List.of(3L), List.of()),
                new AlertState(List.of(true, false), null, 77L));
        byte[] now = codec.encode(state);
        byte[] before = new byte[now.length - 2];
        int alerts = 4 + 2 + 9 + 1;
        System.arraycopy(now, 0, before, 0, before.length - alerts);
        System.arraycopy(now, now.length - alerts, before, before.length - alerts, alerts);
        before[0] = 2;
        DetectorState.Watching read = (DetectorState.Watching) codec.decode(before);
        assertThat(read.reference().ofProfile()).isFalse();
        assertThat(read.alerts()).isEqualTo(state.alerts());
        assertThat(codec.encode(read)).isEqualTo(now);
    }

    /** Golden: format 1 is read for ever. */
    @Test
    void aFirstVerdict() {
        String golden = "0100000000000007d00004" + "72656631" + "00000002" + "00000000" + "00000003"
                + "3fd0000000000000" + "00";
        FirstVerdict first = FirstVerdictCodec.decode(HexFormat.of().parseHex(golden));
        assertThat(first).isEqualTo(new FirstVerdict(2000, "ref1", new MissingPartitions(List.of(0, 3), 0.25), false));
        assertThat(HexFormat.of().formatHex(FirstVerdictCodec.encode(first))).isEqualTo(golden);
    }

    /** Golden: format 1 is read for ever. */
    @Test
    void termsOfCorrections() {
        String golden = "01" + "00000000000007d0" + "00000000000003e8" + "0000000000001770" + "0000000000002710"
                + "00000002" + "000161" + "000573636f7265";
        CorrectionTerms terms = CorrectionTermsCodec.decode(HexFormat.of().parseHex(golden));
        assertThat(terms).isEqualTo(new CorrectionTerms(2000, 1000, 6000, List.of("a", "score"), 10_000));
        assertThat(HexFormat.of().formatHex(CorrectionTermsCodec.encode(terms))).isEqualTo(golden);
    }
}
