package io.streamgauge.app.embedded;

import io.streamgauge.app.processes.OwnJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, so that a test can kill it. */
final class BrokerProcess implements AutoCloseable {

    private final Process process;
    private final String bootstrapServers;

    BrokerProcess(Path directory) throws IOException {
        process = new OwnJvm(List.of("-Xmx512m"), BrokerProcess.class.getName(), List.of(directory.toString()))
                .builder()
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith("READY ")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the broker's process ended before it was ready");
        }
        bootstrapServers = line.substring("READY ".length());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the broker's process outlived kill -9");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        EmbeddedBroker broker = new EmbeddedBroker(Path.of(args[0]), 0);
        System.out.println("READY " + broker.bootstrapServers());
        Thread.currentThread().join();
    }
}
