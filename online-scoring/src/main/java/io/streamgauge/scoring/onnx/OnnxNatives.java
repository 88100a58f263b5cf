package io.streamgauge.scoring.onnx;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Unpacks ONNX Runtime's native libraries once into a directory that stays. Left to itself it unpacks 24 MB into the
 * temporary directory at every start, and a killed process leaves them there.
 */
public final class OnnxNatives {

    private static final String PATH_PROPERTY = "onnxruntime.native.path";
    private static final String LIBRARY = "onnxruntime";
    private static final String BINDING = "onnxruntime4j_jni";

    private OnnxNatives() {}

    /**
     * Makes ONNX Runtime load its libraries from below {@code directory}; call before the first model is loaded. Does
     * nothing when the user has set {@code onnxruntime.native.path}, or for a platform the jar has no libraries for,
     * which ONNX Runtime then reports.
     */
    public static synchronized void keepIn(Path directory) throws IOException {
        if (System.getProperty(PATH_PROPERTY) == null) {
            unpackBelow(directory).ifPresent(home -> System.setProperty(PATH_PROPERTY, home.toString()));
        }
    }

    /** The absolute folder that holds both libraries; empty when the jar has none for this platform. */
    static Optional<Path> unpackBelow(Path directory) throws IOException {
        URL library = OrtSession.class.getResource(resource(LIBRARY));
        URL binding = OrtSession.class.getResource(resource(BINDING));
        if (library == null || binding == null) {
            return Optional.empty();
        }
        // Named after the content, so that another version never meets this one's files.
        Path home = directory.resolve("onnxruntime-" + contentName(library)).toAbsolutePath();
        Files.createDirectories(home);
        unpack(library, home.resolve(System.mapLibraryName(LIBRARY)));
        unpack(binding, home.resolve(System.mapLibraryName(BINDING)));
        return Optional.of(home);
    }

    private static String contentName(URL library) throws IOException {
        return library.openConnection() instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : "unpacked";
    }

    /** Moved into place when whole: another process may be starting from the same directory. */
    private static void unpack(URL from, Path to) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        Path partial = Files.createTempFile(to.getParent(), "unpacking", ".part");
        try {
            try (InputStream in = from.openStream()) {
                Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String resource(String library) {
        return "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library);
    }

    /** The platform as the jar spells it, e.g. {@code linux-x64}. */
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        return os + "-" + (machine.equals("aarch64") ? "aarch64" : "x64");
    }
}
