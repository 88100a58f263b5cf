package io.streamgauge.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The fraud example: the one in the checkout that the command was built in, so that what a user edits there is what runs;
 * where the jar stands alone, the copy that the build put into it.
 */
final class ExamplePipeline {

    private static final String DOCUMENT = "pipeline.yaml";
    private static final List<String> FILES = List.of(DOCUMENT, "model/fraud.onnx");
    private static final Path IN_CHECKOUT = Path.of("examples", "fraud", DOCUMENT);
    /** app/target/streamgauge.jar and app/target/classes are both two folders below the checkout's app. */
    private static final int LEVELS_TO_CHECKOUT = 3;

    private ExamplePipeline() {}

    /** The document's path; unpacked below {@code dataDirectory} when there is no checkout. */
    static Path locate(Path dataDirectory) {
        return inCheckout().orElseGet(() -> unpack(dataDirectory.resolve("example")));
    }

    private static Optional<Path> inCheckout() {
        try {
            Path place = Path.of(ExamplePipeline.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (int i = 0; i < LEVELS_TO_CHECKOUT && place.getParent() != null; i++) {
                place = place.getParent();
            }
            return Optional.of(place.resolve(IN_CHECKOUT)).filter(Files::exists);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Path unpack(Path folder) {
        for (String file : FILES) {
            try (InputStream in = ExamplePipeline.class.getResourceAsStream("/examples/fraud/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("the build lacks the fraud example's " + file);
                }
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unpack the fraud example to " + folder, e);
            }
        }
        return folder.resolve(DOCUMENT);
    }
}
