package io.streamgauge.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Eight weeks of payments for the quickstart's pipeline, as the program beside it makes them: all amounts are twice as high from one day on. */
public final class ShiftedPayments {

    /** When amounts rise. */
    public static final Instant CHANGE = Instant.parse("2026-05-24T00:00:00Z");

    private static final Path PROGRAM = TestingPipelines.repository().resolve("examples/quickstart/Payments.java");

    private ShiftedPayments() {}

    /** Runs the program as a reader does, in this JVM's own Java; returns what it printed. */
    public static String generate(Path folder) throws IOException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        PROGRAM.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(program.waitFor()).as(printed).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while payments were made", e);
        }
        return printed;
    }

    /** Writes payments, and labels as {@code labels.csv} beside them; returns the file of payments. */
    public static Path write(Path folder) throws IOException {
        generate(folder);
        return folder.resolve("payments.csv");
    }

    /**
     * The quickstart's document with labels, in a folder of its own.
     *
     * @param more lines of the source, of {@code labels} and of {@code drift.performance}, as a document has them
     */
    public static Path labelled(Path quickstart, Path document, List<String> more) throws IOException {
        Files.createDirectories(document.resolveSibling("model"));
        Files.copy(quickstart.resolveSibling("model/cards.onnx"), document.resolveSibling("model/cards.onnx"));
        String text = Files.readString(quickstart).replace("sources:\n", "sources:\n" + more(more, "  labels:"));
        return Files.writeString(document, text + more(more, "  performance:") + more(more, "labels:"));
    }

    private static String more(List<String> lines, String beginning) {
        return lines.stream()
                        .filter(line -> line.startsWith(beginning))
                        .findFirst()
                        .orElseThrow()
                + "\n";
    }
}
