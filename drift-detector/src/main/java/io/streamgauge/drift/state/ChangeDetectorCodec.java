package io.streamgauge.drift.state;

import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.drift.detector.DetectorSettings;
import io.streamgauge.drift.detector.Setting;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A change detector as bytes, with what it was made with and all it remembers; format {@value #VERSION}, big-endian:
 *
 * <pre>
 *   u8 format | utf kind | u16 settings | (utf name, f64 value)* | i32 numbers | f64*
 * </pre>
 *
 * <p>A setting that is not written has its default, so that a kind may be given more of them.
 */
public final class ChangeDetectorCodec {

    private static final int VERSION = 1;
    private static final String WHAT = "a change detector";

    private ChangeDetectorCodec() {}

    public static byte[] encode(ChangeDetector detector) {
        DetectorSettings settings = detector.settings();
        return ByteWriter.write(VERSION, out -> {
            out.writeUTF(settings.kind().name());
            out.writeShort(settings.kind().settings().size());
            for (Setting setting : settings.kind().settings()) {
                out.writeUTF(setting.name());
                out.writeDouble(settings.get(setting.name()));
            }
            writeAll(out, detector.snapshot());
        });
    }

    /**
     * The detector, to go on as the one written would have.
     *
     * @throws java.io.UncheckedIOException when the bytes are of another format, too short or too long
     * @throws IllegalArgumentException when they hold a kind, a setting or a state there is none of
     */
    public static ChangeDetector decode(byte[] bytes) {
        return ByteReader.read(bytes, VERSION, WHAT, in -> {
            DetectorSettings settings = DetectorKind.valueOf(in.readUTF()).defaults();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                settings = settings.with(in.readUTF(), in.readDouble());
            }
            ChangeDetector detector = settings.create();
            detector.restore(readAll(in));
            return detector;
        });
    }

    private static void writeAll(DataOutputStream out, double[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static double[] readAll(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > in.available() / Double.BYTES) {
            throw new IOException(WHAT + " says " + size + " numbers but holds " + in.available() / Double.BYTES);
        }
        double[] numbers = new double[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }
}
