package io.streamgauge.app.switching;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.SourceCut;
import io.streamgauge.store.event.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private static final TopicPartition SOURCE = new TopicPartition("tx", 0);

    private final Survey survey = new Survey("fraud-2");

    private static Origin event(long offset) {
        return new Origin("tx", 0, offset);
    }

    @Test
    void whatOnlyTheNextWriterHasPredictedIsCopied() {
        survey.inTopic(event(1), "fraud");
        survey.inTopic(event(3), "fraud");

        assertThat(survey.inOwn(event(1))).isFalse();
        assertThat(survey.inOwn(event(2)))
                .as("was on its way through the former")
                .isTrue();
        assertThat(survey.inOwn(event(3))).isFalse();
        assertThat(survey.inOwn(event(4))).isTrue();
        assertThat(survey.behind(Map.of(SOURCE, 5L))).isZero();
        assertThat(survey.cut()).containsExactly(new SourceCut("tx", 0, 4L));
    }

    @Test
    void whatAnEarlierRunCopiedIsNotCopiedAgain() {
        survey.inTopic(event(1), "fraud");
        survey.inTopic(event(2), "fraud-2");

        assertThat(survey.inOwn(event(1))).isFalse();
        assertThat(survey.inOwn(event(2))).isFalse();
        assertThat(survey.inOwn(event(3))).isTrue();
        assertThat(survey.copy(event(2))).isFalse();
        assertThat(survey.copy(event(3))).isTrue();
        assertThat(survey.copy(event(3))).isFalse();
        assertThat(survey.cut()).as("the former's alone").containsExactly(new SourceCut("tx", 0, 2L));
    }

    @Test
    void anEventNotReadYetOrOnItsWayIsBehind() {
        for (long offset = 0; offset < 10; offset++) {
            survey.inTopic(event(offset), "fraud");
        }
        for (long offset = 0; offset < 5; offset++) {
            survey.inOwn(event(offset));
        }
        survey.onItsWay(event(6));
        survey.onItsWay(event(2));

        assertThat(survey.behind(Map.of())).as("has read nothing").isEqualTo(5);
        assertThat(survey.behind(Map.of(SOURCE, 8L)))
                .as("8, 9 and the one on its way")
                .isEqualTo(3);
        assertThat(survey.behind(Map.of(SOURCE, 10L))).as("the one on its way").isEqualTo(1);
        assertThat(survey.behind(Map.of(new TopicPartition("tx", 1), 10L)))
                .as("another partition's")
                .isEqualTo(5);
    }

    @Test
    void anEventTheNextWriterRefusedIsNotWaitedFor() {
        survey.inTopic(event(0), "fraud");
        survey.inTopic(event(1), "fraud");
        survey.inOwn(event(1));

        assertThat(survey.behind(Map.of(SOURCE, 2L))).isZero();
    }

    /** Whatever either has done when it stops: if nobody is behind, each event ends up in the topic once. */
    @Property
    void eachEventIsPredictedOnceInTheEnd(@ForAll long seed) {
        Random random = new Random(seed);
        Survey survey = new Survey("new");
        int events = random.nextInt(40);
        Map<Long, Integer> topic = new TreeMap<>();
        List<Long> made = new ArrayList<>();
        List<Long> onTheWay = new ArrayList<>();
        long read = random.nextInt(events + 1);
        for (long offset = 0; offset < events; offset++) {
            if (random.nextInt(4) > 0) {
                survey.inTopic(event(offset), "old");
                topic.merge(offset, 1, Integer::sum);
            }
            if (offset < read) {
                (random.nextInt(8) == 0 ? onTheWay : made).add(offset);
            }
        }
        List<Long> copied =
                made.stream().filter(offset -> survey.inOwn(event(offset))).toList();
        onTheWay.forEach(offset -> survey.onItsWay(event(offset)));
        boolean[] behind = {false};
        topic.keySet().forEach(offset -> behind[0] |= !made.contains(offset));

        assertThat(survey.behind(Map.of(SOURCE, read)) > 0).isEqualTo(behind[0]);
        if (!behind[0]) {
            copied.forEach(offset -> topic.merge(offset, 1, Integer::sum));
            onTheWay.forEach(offset -> topic.merge(offset, 1, Integer::sum));
            for (long offset = read; offset < events; offset++) {
                topic.merge(offset, 1, Integer::sum);
            }
            assertThat(topic).hasSize(events);
            assertThat(topic.values()).allMatch(count -> count == 1);
        }
    }
}
