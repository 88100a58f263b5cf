package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A project of docker-compose, told from others by its name; what an earlier test left of it is removed first. */
final class TestingCompose implements AutoCloseable {

    private static final Duration SHORT = Duration.ofMinutes(3);

    private final String project;
    private final Path folder;
    private final List<String> command;
    private final Path temp;
    private final Path log;
    private final Map<String, String> environment;

    /**
     * @param folder where the command runs
     * @param command what takes docker-compose's words
     * @param temp where output goes
     */
    TestingCompose(String project, Path folder, List<String> command, Path temp, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.project = project;
        this.folder = folder;
        this.command = List.copyOf(command);
        this.temp = temp;
        this.log = temp.resolve("compose.log");
        this.environment = new TreeMap<>(environment);
        this.environment.put("COMPOSE_PROJECT_NAME", project);
        close();
    }

    /** Whether one of the two ways to call docker-compose is there. */
    static boolean installed() throws IOException, InterruptedException {
        return succeeds("docker", "compose", "version") || succeeds("docker-compose", "version");
    }

    /** The words that call it. */
    static List<String> words() throws IOException, InterruptedException {
        return succeeds("docker", "compose", "version") ? List.of("docker", "compose") : List.of("docker-compose");
    }

    /** Runs the command with more words; returns what it prints. */
    String run(Duration patience, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(words));
        return execute(patience, all);
    }

    /** What the engine says about each container that runs, in a form of its own. */
    List<String> containers(String format) throws IOException, InterruptedException {
        return lines("docker", "ps", "--filter", label(), "--format", format);
    }

    private String label() {
        return "label=com.docker.compose.project=" + project;
    }

    /** The users that processes run as, by container. */
    Map<String, List<String>> users() throws IOException, InterruptedException {
        Map<String, List<String>> users = new TreeMap<>();
        for (String name : containers("{{.Names}}")) {
            users.put(
                    name,
                    lines("docker", "top", name, "-eo", "pid,uid").stream()
                            .skip(1)
                            .map(line -> line.strip().replaceFirst("^\\d+\\s+", ""))
                            .toList());
        }
        return users;
    }

    private List<String> lines(String... words) throws IOException, InterruptedException {
        return execute(SHORT, List.of(words)).lines().toList();
    }

    private String execute(Duration patience, List<String> words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(temp, "compose", ".out");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s%n%s%n%s", words, ended ? process.exitValue() : "no end in " + patience, printed, said())
                .isTrue();
        return printed;
    }

    private String said() throws IOException {
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    private static boolean succeeds(String... words) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SHORT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes containers, network and data. */
    @Override
    public void close() throws IOException {
        try {
            run(SHORT, "down", "-v", "--remove-orphans");
            assertThat(lines("docker", "ps", "-a", "--filter", label(), "--format", "{{.Names}}"))
                    .as("containers that are left")
                    .isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + project + " was removed", e);
        }
    }
}
