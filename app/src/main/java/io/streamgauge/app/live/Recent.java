package io.streamgauge.app.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last things of a kind, newest first. Not thread-safe. */
final class Recent<T> {

    private final int kept;
    private final Deque<T> items = new ArrayDeque<>();

    Recent(int kept) {
        this.kept = kept;
    }

    void add(T item) {
        items.addFirst(item);
        if (items.size() > kept) {
            items.removeLast();
        }
    }

    List<T> newest(int limit) {
        return items.stream().limit(limit).toList();
    }

    /** Oldest first. */
    List<T> inOrder() {
        List<T> ordered = new ArrayList<>(items.size());
        items.descendingIterator().forEachRemaining(ordered::add);
        return ordered;
    }
}
