package io.streamgauge.drift.state;

import io.streamgauge.drift.definition.Measure;
import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.Dispersion;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.FeatureTotals;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** A feature's reference within the bytes of {@link DetectorCodec}, where its layout is drawn. */
final class FeatureReferenceCodec {

    private FeatureReferenceCodec() {}

    static void write(DataOutputStream out, FeatureReference feature) throws IOException {
        SummaryCodec.writeTotals(out, feature.totals());
        out.writeDouble(feature.psiSpread());
        out.writeDouble(feature.ksSpread());
        out.writeInt(feature.column().missing());
        double[] sorted = feature.column().sorted();
        out.writeInt(sorted.length);
        for (double value : sorted) {
            out.writeDouble(value);
        }
        out.writeBoolean(feature.category());
        out.writeByte(feature.spreads().size());
        for (Map.Entry<Measure, Double> spread : feature.spreads().entrySet()) {
            out.writeUTF(spread.getKey().text());
            out.writeDouble(spread.getValue());
        }
        Dispersion dispersion = feature.dispersion();
        out.writeInt(dispersion.windows());
        out.writeDouble(dispersion.rows());
        out.writeInt(dispersion.dimensions());
        out.writeDouble(dispersion.trace());
        out.writeDouble(dispersion.traceOfSquare());
        out.writeDouble(dispersion.cumulative());
        out.writeDouble(dispersion.ranks());
    }

    static FeatureReference read(DataInputStream in, int version) throws IOException {
        FeatureTotals totals = SummaryCodec.readTotals(in);
        double psiSpread = in.readDouble();
        double ksSpread = in.readDouble();
        int missing = in.readInt();
        double[] sorted = new double[in.readInt()];
        for (int j = 0; j < sorted.length; j++) {
            sorted[j] = in.readDouble();
        }
        Column column = new Column(sorted, missing);
        if (version == 1) {
            return new FeatureReference(column, totals, psiSpread, ksSpread);
        }
        boolean category = in.readBoolean();
        Map<Measure, Double> spreads = new EnumMap<>(Measure.class);
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            String name = in.readUTF();
            double spread = in.readDouble();
            Measure.named(name).ifPresent(measure -> spreads.put(measure, spread));
        }
        Dispersion dispersion = new Dispersion(
                in.readInt(),
                in.readDouble(),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
        return new FeatureReference(column, totals, spreads, dispersion, category);
    }
}
