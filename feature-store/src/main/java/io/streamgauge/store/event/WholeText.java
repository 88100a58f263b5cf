package io.streamgauge.store.event;

import java.util.HexFormat;

/**
 * A text without half surrogate pairs: JSON can name one, as in {@code "\\ud800"}, and UTF-8 cannot write it. In its place stand
 * U+FFFD and its four hexadecimal digits, so that two texts stay two, in keys, rows and topics.
 */
public final class WholeText {

    private static final char REPLACEMENT = '\uFFFD';

    private WholeText() {}

    /** The text; itself where all its surrogates are in pairs. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder whole = new StringBuilder(text.length() + 4);
        text.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                whole.append(REPLACEMENT).append(HexFormat.of().toHexDigits((char) point));
            } else {
                whole.appendCodePoint(point);
            }
        });
        return whole.toString();
    }
}
