package io.streamgauge.drift.state;

import io.streamgauge.drift.policy.CorrectionTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of {@link CorrectionTerms}, big-endian:
 *
 * <pre>
 * version 1 │ window 8 │ step 8 │ corrections 8 │ since 8 │ features 4 │ each UTF, in order
 * </pre>
 */
public final class CorrectionTermsCodec {

    private static final int VERSION = 1;

    private CorrectionTermsCodec() {}

    public static byte[] encode(CorrectionTerms terms) {
        return ByteWriter.write(VERSION, out -> {
            out.writeLong(terms.windowMs());
            out.writeLong(terms.stepMs());
            out.writeLong(terms.correctionsMs());
            out.writeLong(terms.sinceMs());
            out.writeInt(terms.features().size());
            for (String feature : terms.features()) {
                out.writeUTF(feature);
            }
        });
    }

    public static CorrectionTerms decode(byte[] bytes) {
        return ByteReader.read(bytes, VERSION, "terms of corrections", in -> {
            long windowMs = in.readLong();
            long stepMs = in.readLong();
            long correctionsMs = in.readLong();
            long sinceMs = in.readLong();
            List<String> features = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                features.add(in.readUTF());
            }
            return new CorrectionTerms(windowMs, stepMs, correctionsMs, features, sinceMs);
        });
    }
}
