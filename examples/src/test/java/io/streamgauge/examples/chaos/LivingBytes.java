package io.streamgauge.examples.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of another process. */
final class LivingBytes {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

    private LivingBytes() {}

    /** What a JVM cannot let go of: it is made to collect its garbage, and what is left on the heap is counted. */
    static long of(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return number(TOTAL, said);
    }

    /** What the process has of the machine's memory. */
    static long resident(long pid) throws IOException {
        return 1_024 * number(RESIDENT, Files.readString(Path.of("/proc", Long.toString(pid), "status")));
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(
                    "no " + pattern + " in: " + text.substring(0, Math.min(500, text.length())));
        }
        return Long.parseLong(matcher.group(1));
    }
}
