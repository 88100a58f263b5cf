package io.streamgauge.app.retraining;

import io.streamgauge.schemas.RetrainingEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program with the message as JSON for its input and in {@code STREAMGAUGE_*} variables. There is no shell between, and nothing of
 * the message is part of the command line. That it ends with 0 means that it has taken the message. What it prints goes to a file.
 */
final class ProgramTarget implements Target {

    private static final int LAST_CHARACTERS = 400;
    /** Enough for those, of up to four bytes each. */
    private static final int LAST_BYTES = 4 * LAST_CHARACTERS;

    private final List<String> command;
    private final Path directory;
    private final Path output;
    private final Duration timeout;

    /**
     * @param directory it is run in
     * @param output what it prints is put here, that of the last run
     */
    ProgramTarget(List<String> command, Path directory, Path output, Duration timeout) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.output = output;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "the command " + command.get(0);
    }

    @Override
    public void deliver(Message message) throws DeliveryFailedException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()));
        builder.environment().putAll(variables(message));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new DeliveryFailedException(name() + " cannot be run: " + e.getMessage());
        }
        try {
            feed(process, EventJson.write(message.tree()) + "\n");
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DeliveryFailedException(name() + " took longer than " + timeout.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new DeliveryFailedException(name() + " ended with " + process.exitValue() + printed());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Whoever reads no input may end before it is written; its exit code tells whether that is well. */
    private static void feed(Process process, String input) {
        Thread writer = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(input.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        // It has closed its input.
                        return;
                    }
                },
                "retraining-command-input");
        writer.setDaemon(true);
        writer.start();
    }

    /** The end of it, however much it was and whatever its bytes are. */
    private String printed() {
        try (SeekableByteChannel file = Files.newByteChannel(output)) {
            file.position(Math.max(0, file.size() - LAST_BYTES));
            byte[] end = Channels.newInputStream(file).readNBytes(LAST_BYTES);
            String text = new String(end, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ": " + text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
        } catch (IOException e) {
            return "";
        }
    }

    private static Map<String, String> variables(Message message) {
        RetrainingEvent event = message.event();
        return Map.of(
                "STREAMGAUGE_EVENT_ID", event.getEventId(),
                "STREAMGAUGE_PIPELINE", event.getPipeline(),
                "STREAMGAUGE_MODEL", event.getModel(),
                "STREAMGAUGE_MODEL_VERSION", event.getModelVersion(),
                "STREAMGAUGE_ACTION", event.getAction().name(),
                "STREAMGAUGE_URGENCY", event.getUrgency().name(),
                "STREAMGAUGE_TRAIN_FROM", event.getTrainFrom().toString(),
                "STREAMGAUGE_TRAIN_TO", event.getTrainTo().toString(),
                "STREAMGAUGE_REMINDER", Integer.toString(message.reminder()));
    }
}
