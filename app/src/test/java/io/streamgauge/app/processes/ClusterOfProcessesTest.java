package io.streamgauge.app.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.TestingPipelines;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code cluster --dir}: it says where all answers, starts again what is killed, and leaves nothing behind. */
@Tag("slow")
@Timeout(900)
class ClusterOfProcessesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void startsAgainWhatIsKilledAndStopsCleanly() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        Path directory = temp.resolve("cluster");
        Process command = OwnJvm.command(
                        List.of("-Xmx256m"),
                        List.of(
                                "cluster",
                                document.toString(),
                                "--dir",
                                directory.toString(),
                                "--brokers",
                                "1",
                                "--instances",
                                "1",
                                "--output",
                                "json"))
                .builder()
                .redirectError(temp.resolve("said").toFile())
                .start();
        List<Long> pids = new ArrayList<>();
        try {
            JsonNode up = document(command);
            up.get("processes").forEach(process -> pids.add(process.get("pid").asLong()));
            assertThat(names(up)).containsExactly("broker-1", "registry", "instance-1");
            assertThat(up.get("processes"))
                    .allSatisfy(process ->
                            assertThat(Path.of(process.get("log").asText())).exists());
            String url = up.get("http").get(0).asText();
            assertThat(status(url + "health/ready")).isEqualTo(200);
            assertThat(status(up.get("schemaRegistryUrl").asText() + "/subjects"))
                    .isEqualTo(200);

            ProcessHandle.of(pids.get(2)).orElseThrow().destroyForcibly();
            awaitSaid("instance-1 had ended; it is started again as process ");
            awaitReady(url);
        } finally {
            command.destroy();
            assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        String said = Files.readString(temp.resolve("said"));
        pids.add(Long.parseLong(said.replaceAll("(?s).*started again as process (\\d+).*", "$1")));
        assertThat(said).contains("stopped after");
        assertThat(pids)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)
                                .map(ProcessHandle::isAlive)
                                .orElse(false))
                        .isFalse());
    }

    /** Brokers answer after seconds; a Ctrl-C before that stops them too. */
    @Test
    void leavesNothingBehindWhenItIsStoppedWhileItStarts() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        Path directory = temp.resolve("cluster");
        Process command = OwnJvm.command(
                        List.of("-Xmx256m"),
                        List.of("cluster", document.toString(), "--dir", directory.toString(), "--brokers", "1"))
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("said").toFile())
                .start();
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (running(directory).isEmpty()) {
                assertThat(System.nanoTime())
                        .as(Files.readString(temp.resolve("said")))
                        .isLessThan(deadline);
                Thread.sleep(20);
            }
        } finally {
            command.destroy();
            assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(running(directory)).isEmpty();
        assertThat(Files.readString(temp.resolve("said"))).contains("stopped after");
    }

    /** The brokers of a directory, which their settings are in. */
    private static List<Long> running(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line ->
                                line.contains(directory.resolve("broker-1").toString()))
                        .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    private JsonNode document(Process command) throws Exception {
        BufferedReader out = command.inputReader(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line);
            if (line.equals("}")) {
                return new ObjectMapper().readTree(text.toString());
            }
        }
        throw new AssertionError("no document; it said " + Files.readString(temp.resolve("said")));
    }

    private static List<String> names(JsonNode document) {
        return StreamSupport.stream(document.get("processes").spliterator(), false)
                .map(process -> process.get("name").asText())
                .toList();
    }

    private void awaitSaid(String text) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(temp.resolve("said")).contains(text)) {
            assertThat(System.nanoTime())
                    .as(Files.readString(temp.resolve("said")))
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static void awaitReady(String url) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Optional.of(200).equals(answer(url + "health/ready"))) {
            assertThat(System.nanoTime()).as("%s", url).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static Optional<Integer> answer(String url) throws InterruptedException {
        try {
            return Optional.of(status(url));
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    private static int status(String url) throws java.io.IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
