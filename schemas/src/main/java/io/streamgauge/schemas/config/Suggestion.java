package io.streamgauge.schemas.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word nearest to a mistyped one, by edit distance, when it is near enough to be meant. */
public final class Suggestion {

    private Suggestion() {}

    /**
     * The nearest of {@code known} within a third of the word's length (at least 2 edits) with some of the word left; else the
     * shortest that goes on after the word, as {@code count_7d} does after {@code count}; or empty.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        int limit = Math.min(Math.max(2, word.length() / 3), word.length() - 1);
        return known.stream()
                .min(Comparator.comparingInt((String k) -> distance(word, k)).thenComparing(k -> k))
                .filter(k -> distance(word, k) <= limit)
                .or(() -> known.stream()
                        .filter(k -> k.startsWith(word + "_"))
                        .min(Comparator.comparingInt(String::length).thenComparing(k -> k)));
    }

    /** {@code unknown key 'x'; did you mean 'y'? (allowed: a, b)}. */
    public static String unknown(String what, String word, Collection<String> known) {
        String hint =
                nearest(word, known).map(k -> "; did you mean '" + k + "'?").orElse("");
        return "unknown " + what + " '" + word + "'" + hint + " (allowed: " + String.join(", ", known) + ")";
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
