package io.streamgauge.store.view;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A text as state keeps it: as it is up to {@value #MOST_UNITS} UTF-16 code units. Of a longer one the beginning is kept, cut
 * between code points, then {@code …} and the 16 hexadecimal digits of its hash, so that two long texts stay two. Half a
 * surrogate pair, which UTF-8 cannot write, becomes a question mark.
 */
final class KeptText {

    static final int MOST_UNITS = 256;

    private static final int HASH_UNITS = 1 + 16;

    private KeptText() {}

    static String of(String text) {
        String whole =
                hasSurrogates(text) ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : text;
        if (whole.length() <= MOST_UNITS) {
            return whole;
        }
        int cut = MOST_UNITS - HASH_UNITS;
        if (Character.isHighSurrogate(whole.charAt(cut - 1))) {
            cut--;
        }
        return whole.substring(0, cut) + '…' + HexFormat.of().toHexDigits(TextHash.of(whole));
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
