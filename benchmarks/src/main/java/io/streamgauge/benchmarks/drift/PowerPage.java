package io.streamgauge.benchmarks.drift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The page of the tables; each stands between two marks that name it. */
final class PowerPage {

    private PowerPage() {}

    static void write(Path page, Map<String, String> tables) throws IOException {
        String text = Files.readString(page);
        for (Map.Entry<String, String> table : tables.entrySet()) {
            text = text.substring(0, start(text, table.getKey()))
                    + table.getValue()
                    + text.substring(end(text, table.getKey()));
        }
        Files.writeString(page, text);
    }

    /** The table of a name, as it stands there. */
    static String read(Path page, String name) throws IOException {
        String text = Files.readString(page);
        return text.substring(start(text, name), end(text, name));
    }

    private static int start(String text, String name) {
        String mark = "<!-- " + name + ": written by DetectorPower -->\n";
        return text.indexOf(mark) + mark.length();
    }

    private static int end(String text, String name) {
        return text.indexOf("<!-- end of " + name + " -->");
    }
}
