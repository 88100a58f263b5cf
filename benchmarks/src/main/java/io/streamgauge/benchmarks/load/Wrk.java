package io.streamgauge.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringTokenizer;

/** Debian's HTTP benchmarking tool, run as a process of its own. */
final class Wrk {

    private static final int FIRST_SEED = 20180401;

    private final String url;
    private final Path script;
    private final int connections;
    private int runs;

    /**
     * A tool that asks for features.
     *
     * @param url where the pipeline answers
     * @param folder where its script goes
     * @param connections how many requests are under way at any time
     */
    Wrk(String url, Path folder, int connections) throws IOException {
        this.url = url;
        this.connections = connections;
        this.script = folder.resolve("read.lua");
        try (InputStream in = Objects.requireNonNull(Wrk.class.getResourceAsStream("read.lua"))) {
            Files.copy(in, script);
        }
    }

    /** Whether it is installed. */
    static boolean present() {
        try {
            Process process =
                    new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            process.waitFor();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * What came of one run.
     *
     * @param errors requests without an answer of status 2xx or 3xx
     */
    record Result(long requests, long errors, double seconds, double p50Ms, double p99Ms) {

        double perSecond() {
            return requests / seconds;
        }
    }

    /**
     * Asks for some seconds.
     *
     * @param route {@code native} or {@code feast}
     * @param batch entities in a request
     * @param customers how many there are
     * @param features what a request by Feast's contract names
     */
    Result run(String route, int batch, int customers, List<String> features, int seconds) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "10s", "-s", script.toString()));
        command.addAll(List.of(url, "--", route, "" + batch, "" + customers, "" + (FIRST_SEED + runs++)));
        command.addAll(features);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines = out.lines().toList();
            }
            process.waitFor();
            return lines.stream()
                    .filter(line -> line.startsWith("RESULT "))
                    .findFirst()
                    .map(Wrk::result)
                    .orElseThrow(() -> new IllegalStateException("wrk says: " + String.join(" / ", lines)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run wrk", e);
        }
    }

    private static Result result(String line) {
        StringTokenizer words = new StringTokenizer(line);
        words.nextToken();
        return new Result(
                Long.parseLong(words.nextToken()),
                Long.parseLong(words.nextToken()),
                Long.parseLong(words.nextToken()) / 1e6,
                Long.parseLong(words.nextToken()) / 1e3,
                Long.parseLong(words.nextToken()) / 1e3);
    }
}
