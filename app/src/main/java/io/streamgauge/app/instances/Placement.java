package io.streamgauge.app.instances;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which instances keep a partition of a view's rows, by their addresses, {@code host:port}.
 *
 * @param active the one that takes in their events
 * @param standbys those that follow it
 */
public record Placement(String active, List<String> standbys) {

    public Placement {
        standbys = List.copyOf(standbys);
    }

    /** All of them, whom to ask first first: the active one, then {@code here}, then the others. */
    List<String> inOrder(String here) {
        return Stream.of(
                        Stream.of(active),
                        standbys.stream().filter(here::equals),
                        standbys.stream().filter(each -> !each.equals(here)))
                .flatMap(each -> each)
                .distinct()
                .toList();
    }
}
