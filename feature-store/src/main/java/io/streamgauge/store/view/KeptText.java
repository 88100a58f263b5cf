package io.streamgauge.store.view;

import io.streamgauge.store.event.WholeText;
import java.util.HexFormat;

/**
 * A text as state keeps it: as it is up to {@value #MOST_UNITS} UTF-16 code units. Of a longer one the beginning is kept, cut
 * between code points, then {@code …} and the 16 hexadecimal digits of its hash, so that two long texts stay two. For half a
 * surrogate pair, which UTF-8 cannot write, stands what {@link WholeText} says.
 */
final class KeptText {

    static final int MOST_UNITS = 256;

    private static final int HASH_UNITS = 1 + 16;

    private KeptText() {}

    static String of(String text) {
        String whole = WholeText.of(text);
        if (whole.length() <= MOST_UNITS) {
            return whole;
        }
        int cut = MOST_UNITS - HASH_UNITS;
        if (Character.isHighSurrogate(whole.charAt(cut - 1))) {
            cut--;
        }
        return whole.substring(0, cut) + '…' + HexFormat.of().toHexDigits(TextHash.of(whole));
    }
}
