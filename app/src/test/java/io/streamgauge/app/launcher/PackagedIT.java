package io.streamgauge.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is packaged runs by itself: libraries that only the tests' class path has are missed here. */
class PackagedIT {

    private static final String PIPELINE = "../examples/quickstart/pipeline.yaml";
    private static final String MODEL = "../examples/quickstart/model/cards.onnx";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aModelIsRegisteredAndCalibrated() throws Exception {
        String store = folder.resolve("store").toString();
        Path scores = Files.writeString(folder.resolve("scores.csv"), "score,outcome\n0.1,0\n0.4,1\n0.3,0\n0.8,1\n");

        assertThat(streamgauge("models", "register", PIPELINE, "--version", "1", "--file", MODEL, "--store", store))
                .contains("operators   passed", "Registered: model cards 1");
        assertThat(streamgauge(
                        "models",
                        "calibrate",
                        PIPELINE,
                        "--scores",
                        scores.toString(),
                        "--out",
                        folder.resolve("calibrated.onnx").toString()))
                .contains("4 rows, 2 of them 1");
    }

    @Test
    void aBucketIsListed() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/models", exchange -> {
            byte[] nothing = "<ListBucketResult></ListBucketResult>".getBytes(StandardCharsets.UTF_8);
            boolean signed = exchange.getRequestHeaders().containsKey("Authorization");
            exchange.sendResponseHeaders(signed ? 200 : 403, nothing.length);
            exchange.getResponseBody().write(nothing);
            exchange.close();
        });
        server.start();
        try {
            String store = "s3://models/cards?endpoint=http://127.0.0.1:"
                    + server.getAddress().getPort();
            assertThat(streamgauge("models", "list", PIPELINE, "--store", store))
                    .contains("No model is registered in " + store);
        } finally {
            server.stop(0);
        }
    }

    private String streamgauge(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", "target/streamgauge.jar"));
        command.addAll(List.of(words));
        File out = folder.resolve("out.txt").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out);
        builder.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret"));
        Process process = builder.start();
        int exit = process.waitFor();
        String printed = Files.readString(out.toPath(), StandardCharsets.UTF_8);
        assertThat(exit).as(printed).isZero();
        return printed;
    }
}
