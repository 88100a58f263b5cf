package io.streamgauge.app.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.KeyedReads;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Instances a, which is asked, b and c; entity {@code "12-x"} should lie in partition 12. */
class RoutedReadsTest {

    private static final ViewDefinition VIEW = new ViewDefinition(
            "v", List.of("e"), "s", Duration.ZERO, List.of(), Optional.empty(), Optional.empty(), List.of());

    private final Map<Integer, Placement> placements = new HashMap<>();
    /** Who answers for which partition, and how. */
    private final Map<String, RowsReply.Part> answers = new ConcurrentHashMap<>();

    private final Set<String> known = new HashSet<>();
    private final Set<String> down = new HashSet<>();
    private final Set<String> refusing = new HashSet<>();
    private final Set<String> busy = new HashSet<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private boolean certain = true;
    private int replyBytes = 100;

    private final ExchangeMemory memory = new ExchangeMemory(1_000);

    private final RoutedReads reads = new RoutedReads(
            new RoutedReads.Partitions() {
                @Override
                public int count() {
                    return 3;
                }

                @Override
                public boolean certain(ViewDefinition view) {
                    return certain;
                }

                @Override
                public int of(ViewDefinition view, String entity) {
                    return entity.charAt(0) - '0';
                }
            },
            new LocalRows() {
                @Override
                public String address() {
                    return "a";
                }

                @Override
                public RowsReply.Part read(ViewDefinition view, RowsQuery.Part part, long atMs) {
                    return answer("a", part);
                }

                @Override
                public RowsReply.Part visit(VisitQuery.Part part) {
                    throw new UnsupportedOperationException();
                }
            },
            new Placements() {
                @Override
                public Optional<Placement> of(ViewDefinition view, int partition) {
                    return Optional.ofNullable(placements.get(partition));
                }

                @Override
                public Optional<String> intake(int partition) {
                    return Optional.empty();
                }

                @Override
                public void doubt() {
                    asked.add("doubt");
                }

                @Override
                public boolean alone() {
                    return false;
                }
            },
            new Peers() {
                @Override
                public CompletableFuture<RowsReply> ask(String address, RowsQuery query, ExchangeMemory.Share share) {
                    assertThat(query.definition()).isEqualTo("hash");
                    if (refusing.contains(address)) {
                        return CompletableFuture.failedFuture(new PeerException("it has another token", null));
                    }
                    if (busy.contains(address)) {
                        return CompletableFuture.failedFuture(new PeerBusyException(noted(address + " is busy")));
                    }
                    try {
                        share.take(replyBytes);
                    } catch (TooMuchException | NotReadyException e) {
                        return CompletableFuture.failedFuture(e);
                    }
                    return down.contains(address)
                            ? CompletableFuture.failedFuture(new IOException(noted(address + " is down")))
                            : CompletableFuture.completedFuture(new RowsReply(query.parts().stream()
                                    .map(part -> answer(address, part))
                                    .toList()));
                }

                @Override
                public CompletableFuture<RowsReply> ask(String address, VisitQuery query, ExchangeMemory.Share share) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void close() {}
            },
            "hash",
            memory);

    @Test
    void aRequestThatNeedsMoreRoomThanThereIsIsRefusedAndGivesItBack() {
        place(1, "b");
        replyBytes = 1_001;
        assertThatThrownBy(() -> read(List.of("1-x")))
                .isInstanceOf(BadRequestException.class)
                .hasMessage(
                        "what instances would tell each other for this request is more than 1000 bytes; ask for fewer"
                                + " entities or events at a time, or start the instances with a larger --max-exchange-mb");
        replyBytes = 500;
        try (ExchangeMemory.Share another = memory.share()) {
            another.take(600);
            assertThatThrownBy(() -> read(List.of("1-x")))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessage(
                            "requests that are being answered have the 1000 bytes that instances may tell each other at"
                                    + " a time (--max-exchange-mb); try again");
        }
        assertThat(memory.takenBytes()).isZero();
        read(List.of("1-x"));
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void aPeerThatIsAwayForAMomentIsNoFaultOfTheRequest() {
        place(1, "b");
        down.add("b");
        replyBytes = 100; // a tenth of what there is
        assertThatThrownBy(() -> read(List.of("1-x"))).isInstanceOf(NotReadyException.class);
        assertThat(asked.stream().filter("b is down"::equals))
                .as("tries, each of which had room")
                .hasSizeGreaterThan(10);
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void whoIsBusyIsInReach() {
        place(1, "b", "c");
        busy.add("b");

        assertThat(read(List.of("1-x")).servedBy()).containsExactly(ServedBy.active("c"));
        assertThat(read(List.of("1-x")).servedBy()).containsExactly(ServedBy.active("c"));
        assertThat(asked)
                .as("the owner is asked first, each time, and nobody doubts that it is the owner")
                .containsExactly("b is busy", "c 1 [1-x]", "b is busy", "c 1 [1-x]");
    }

    @Test
    void whoIsBusyForLongIsTheReason() {
        place(1, "b");
        busy.add("b");

        assertThatThrownBy(() -> read(List.of("1-x")))
                .isInstanceOf(NotReadyException.class)
                .hasMessage("rows of view v cannot be read now: instance b is busy: b is busy");
    }

    @Test
    void whatWasReadHasItsRoomUntilTheRequestIsAnswered() {
        place(1, "b");
        replyBytes = 600;
        try (KeyedReads.Reading request = reads.begin()) {
            request.read(VIEW, List.of("1-x"), 0);
            assertThat(memory.takenBytes()).isEqualTo(600);
            assertThatThrownBy(() -> request.read(VIEW, List.of("1-x"), 0))
                    .as("its own, so trying again would not help")
                    .isInstanceOf(BadRequestException.class);
            assertThatThrownBy(() -> read(List.of("1-x"))).isInstanceOf(NotReadyException.class);
        }
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void everyoneIsAskedOnceForTheEntitiesItKeeps() {
        place(0, "a");
        place(1, "b");
        place(2, "b");

        KeyedReads.Answer answer = read(List.of("1-x", "0-y", "2-x", "1-z"));

        assertThat(asked).containsExactlyInAnyOrder("a 0 [0-y]", "b 1 [1-x, 1-z]", "b 2 [2-x]");
        assertThat(answer.entities()).extracting(entity -> entity.earliestMs(0)).containsExactly(1L, 0L, 2L, 1L);
        assertThat(answer.servedBy()).containsExactlyInAnyOrder(ServedBy.active("a"), ServedBy.active("b"));
        assertThat(answer.watermarkMs()).as("the earliest").hasValue(100);
    }

    @Test
    void whereTheActiveOneIsDownAStandbyAnswersTheOneHereFirst() {
        place(1, "b", "c", "a");
        down.add("b");
        answers.put("a1", new RowsReply.Declined("too far behind"));
        ServedBy copy = new ServedBy("c", ServedBy.Role.STANDBY, 200, 3);
        answers.put("c1", new RowsReply.Rows(copy, OptionalLong.empty(), List.of(entity(1, true))));

        KeyedReads.Answer answer = read(List.of("1-x"));

        assertThat(answer.servedBy()).containsExactly(copy);
        assertThat(answer.watermarkMs()).isEmpty();
        assertThat(asked).containsExactly("b is down", "doubt", "a 1 [1-x]", "c 1 [1-x]");
        asked.clear();
        read(List.of("1-x"));
        assertThat(asked).as("who is down is not asked again for a while").containsExactly("a 1 [1-x]", "c 1 [1-x]");
    }

    @Test
    void whileRowsMoveItIsTriedAgain() {
        place(0, "a");
        answers.put("a0", new RowsReply.Declined("being restored"));
        CompletableFuture<KeyedReads.Answer> reading = CompletableFuture.supplyAsync(() -> read(List.of("0-x")));
        while (asked.size() < 4) {
            Thread.onSpinWait();
        }
        assertThat(reading).isNotDone();
        answers.remove("a0");

        assertThat(reading.join().servedBy()).containsExactly(ServedBy.active("a"));
    }

    @Test
    void whenNobodyAnswersTheReasonIsSaid() {
        place(0, "a");
        answers.put("a0", new RowsReply.Declined("the copy is 12000 ms behind"));

        assertThatThrownBy(() -> read(List.of("0-x")))
                .isInstanceOf(NotReadyException.class)
                .hasMessage("rows of view v cannot be read now: the copy is 12000 ms behind");
    }

    @Test
    void whyAnotherInstanceRefusesIsSaid() {
        place(0, "b");
        refusing.add("b");

        assertThatThrownBy(() -> read(List.of("0-x")))
                .isInstanceOf(NotReadyException.class)
                .hasMessage("rows of view v cannot be read now: instance b does not answer: it has another token");
    }

    @Test
    void anUnknownEntityIsLookedForElsewhereWhereItsPartitionIsNotCertain() {
        place(0, "a");
        place(1, "b");
        place(2, "b");
        certain = false;
        known.add("0-k");
        known.add("0-k in 0");
        known.add("0-lost in 2");

        KeyedReads.Answer answer = read(List.of("0-lost", "0-k", "0-none"));

        assertThat(answer.entities()).extracting(EntityFeatures::known).containsExactly(true, true, false);
        assertThat(answer.entities().get(0).earliestMs(0)).isEqualTo(2);
        assertThat(asked)
                .containsExactlyInAnyOrder("a 0 [0-lost, 0-k, 0-none]", "b 1 [0-lost, 0-none]", "b 2 [0-lost, 0-none]");
    }

    @Test
    void nobodyIsAskedForNothing() {
        assertThat(read(List.of()).servedBy()).isEmpty();
        assertThat(asked).isEmpty();
    }

    private KeyedReads.Answer read(List<String> entities) {
        try (KeyedReads.Reading request = reads.begin()) {
            return request.read(VIEW, entities, 5);
        }
    }

    private void place(int partition, String active, String... standbys) {
        placements.put(partition, new Placement(active, List.of(standbys)));
    }

    private RowsReply.Part answer(String instance, RowsQuery.Part part) {
        noted(instance + " " + part.partition() + " " + part.entities());
        RowsReply.Part set = answers.get(instance + part.partition());
        return set != null
                ? set
                : new RowsReply.Rows(
                        ServedBy.active(instance),
                        OptionalLong.of(100 + part.partition()),
                        part.entities().stream()
                                .map(entity -> entity(
                                        part.partition(),
                                        certain || known.contains(entity + " in " + part.partition())))
                                .toList());
    }

    private synchronized String noted(String what) {
        asked.add(what);
        return what;
    }

    /** It says in which partition it was read, as the earliest moment. */
    private static EntityFeatures entity(int partition, boolean known) {
        return new RemoteEntity(
                known, new FeatureValues(0), List.of((long) partition), List.of(), List.of(), List.of());
    }
}
