package io.streamgauge.drift.profile;

/**
 * Place of an event in the sampling order: a fixed hash of its id, FNV-1a over its UTF-16 units with Stafford's mix 13 after it. A
 * prediction and its label have the same one without having met.
 */
public final class EventRank {

    private EventRank() {}

    public static long of(String eventId) {
        long z = 0xCBF29CE484222325L;
        for (int i = 0; i < eventId.length(); i++) {
            z = (z ^ eventId.charAt(i)) * 0x100000001B3L;
        }
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
