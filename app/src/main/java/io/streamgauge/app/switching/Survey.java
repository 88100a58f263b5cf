package io.streamgauge.app.switching;

import io.streamgauge.schemas.SourceCut;
import io.streamgauge.store.event.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Which source events the former and the next writer have predicted; both have stopped. With F the events predicted in the topic
 * by others than the next writer, W those predicted in it by the next writer, and N those predicted in the next writer's own
 * topic:
 *
 * <pre>
 *   to be copied    N \ (F ∪ W)
 *   behind          those of F \ N that the next writer has yet to predict: not read yet, or on their way between its views
 * </pre>
 *
 * When nobody is behind, each event is predicted once in F ∪ N and by whatever the next writer predicts from then on. Of F \ N
 * there may be others: events that the next writer refused as late or bad, or that were deleted before it began. Not thread-safe.
 */
final class Survey {

    private final String next;
    private final Origins former = new Origins();
    private final Origins written = new Origins();
    private final Origins made = new Origins();
    private final Origins onTheirWay = new Origins();

    /** @param next name of the pipeline that is to write the topic */
    Survey(String next) {
        this.next = next;
    }

    /** Takes a prediction in the topic. All of these come before the first in the next writer's own. */
    void inTopic(Origin origin, String pipeline) {
        (pipeline.equals(next) ? written : former).add(origin);
    }

    /** Takes a prediction in the next writer's own topic; returns whether it is to be copied. */
    boolean inOwn(Origin origin) {
        return made.add(origin) && !former.contains(origin) && !written.contains(origin);
    }

    /** Takes an event that is on its way between the next writer's views. */
    void onItsWay(Origin origin) {
        onTheirWay.add(origin);
    }

    /** Notes that a prediction is in the topic now; returns whether it was not before. */
    boolean copy(Origin origin) {
        return !former.contains(origin) && written.add(origin);
    }

    /**
     * How many events of the topic the next writer has yet to predict, and so would predict a second time.
     *
     * @param committed next offset it will read, of each source partition it has read anything of
     */
    long behind(Map<TopicPartition, Long> committed) {
        long[] behind = {0};
        former.forEach(origin -> {
            if (!made.contains(origin)) {
                long toRead = committed.getOrDefault(new TopicPartition(origin.topic(), origin.partition()), 0L);
                behind[0] += origin.offset() >= toRead || onTheirWay.contains(origin) ? 1 : 0;
            }
        });
        return behind[0];
    }

    /** Where the former writers ended in each source partition. */
    List<SourceCut> cut() {
        List<SourceCut> cut = new ArrayList<>();
        former.forEachGreatest(
                (partition, offset) -> cut.add(new SourceCut(partition.topic(), partition.partition(), offset + 1)));
        return cut;
    }
}
