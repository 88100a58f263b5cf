package io.streamgauge.app.launcher;

import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A built checkout in a folder: the launcher as it is, and in place of the command one that echoes. */
final class TestingCheckout {

    private static final int PATIENCE_SECONDS = 60;

    private final Path home;

    /** What a call of the launcher gave. */
    record Called(int exit, String out, String err) {}

    TestingCheckout(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(lib().getParent());
        Files.copy(TestingPipelines.repository().resolve("streamgauge"), home.resolve("streamgauge"));
        Files.writeString(lib(), "");
        build("1");
        Instant hourAgo = Instant.now().minusSeconds(3_600);
        touch(jar(), hourAgo);
        touch(lib(), hourAgo);
        touch(lib().getParent(), hourAgo);
    }

    Path target() {
        return home.resolve("app/target");
    }

    Path jar() {
        return target().resolve("streamgauge.jar");
    }

    /** One of the jars beside it. */
    Path lib() {
        return target().resolve("lib/part.jar");
    }

    List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(target())) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsa"))
                    .toList();
        }
    }

    Path archive() throws IOException {
        List<Path> archives = archives();
        if (archives.size() != 1) {
            throw new AssertionError("one archive expected, found " + archives);
        }
        return archives.get(0);
    }

    /** Writes the jar anew. */
    void build(String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, EchoArguments.class.getName());
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        String name = EchoArguments.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar());
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream code = Objects.requireNonNull(
                        EchoArguments.class.getClassLoader().getResourceAsStream(name))) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
    }

    static void touch(Path file, Instant modified) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    Called call(String... arguments) throws IOException, InterruptedException {
        return call(Map.of(), arguments);
    }

    Called call(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("bash", home.resolve("streamgauge").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().keySet().removeIf(name -> name.startsWith("STREAMGAUGE_") || name.startsWith("JAVA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("STREAMGAUGE_JAVA_OPTS", "-Xmx64m -XX:+UseSerialGC");
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher has not ended within " + PATIENCE_SECONDS + " s");
        }
        return new Called(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), Files.readString(err));
    }
}
