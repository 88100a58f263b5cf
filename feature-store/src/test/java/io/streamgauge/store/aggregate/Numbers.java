package io.streamgauge.store.aggregate;

import java.util.regex.Pattern;

/** Doubles written with spaces between them. */
final class Numbers {

    private static final Pattern SPACES = Pattern.compile(" +");

    private Numbers() {}

    static double[] parse(String text) {
        return SPACES.splitAsStream(text.trim())
                .filter(word -> !word.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
