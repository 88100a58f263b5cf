package io.streamgauge.app.instances;

import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.NotReadyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One query on its way: each part goes to the instance that takes in its events, then to those that follow it, and round
 * again, until somebody answers or the patience is over. While the group moves partitions nobody may answer for a moment.
 *
 * @param <P> what is asked of one partition
 */
final class RoutedQuery<P> {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedQuery.class);

    /** Longer than it takes to make a copy the active one; a caller that waits longer is better told. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(160);

    /** What is asked, and how. */
    interface Question<P> {

        /** Whom to ask for a part, first first; none while nobody has said. */
        List<String> whom(P part);

        RowsReply.Part here(P part);

        CompletableFuture<RowsReply> there(String address, List<P> parts);

        /** What is asked for, in the plural. */
        String what(P part);
    }

    private final Question<P> question;
    private final String here;
    private final Placements placements;
    private final Unreachable unreachable;
    private final List<Errand<P>> errands = new ArrayList<>();

    /** @param here address of this instance */
    RoutedQuery(Question<P> question, String here, Placements placements, Unreachable unreachable) {
        this.question = question;
        this.here = here;
        this.placements = placements;
        this.unreachable = unreachable;
    }

    /** A part, and whom to ask for it still in this round. */
    private static final class Errand<P> {

        final P part;
        final List<String> left = new ArrayList<>();
        RowsReply.@Nullable Rows rows;
        String reason = "nobody has said yet who keeps them";

        Errand(P part) {
            this.part = part;
        }

        void take(RowsReply.Part reply) {
            if (reply instanceof RowsReply.Rows read) {
                rows = read;
            } else if (reply instanceof RowsReply.Declined declined) {
                reason = declined.reason();
            }
        }
    }

    /**
     * Asks.
     *
     * @return the rows of each part, in their order
     * @throws NotReadyException when nobody answers for one of them
     * @throws BadRequestException when the answers are larger than there is room for
     */
    List<RowsReply.Rows> ask(List<P> parts) {
        parts.forEach(part -> errands.add(new Errand<>(part)));
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        long pauseNanos = FIRST_PAUSE.toNanos();
        for (List<Errand<P>> open = List.copyOf(errands); !open.isEmpty(); ) {
            open.forEach(this::plan);
            while (open.stream().anyMatch(errand -> !errand.left.isEmpty())) {
                once(open);
                open = errands.stream().filter(errand -> errand.rows == null).toList();
            }
            if (!open.isEmpty()) {
                if (System.nanoTime() + pauseNanos > deadlineNanos
                        || Thread.currentThread().isInterrupted()) {
                    throw new NotReadyException(
                            question.what(open.get(0).part) + " cannot be read now: " + open.get(0).reason);
                }
                LockSupport.parkNanos(pauseNanos);
                pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE.toNanos());
                placements.doubt();
            }
        }
        return errands.stream()
                .map(errand -> Objects.requireNonNull(errand.rows))
                .toList();
    }

    /** Whom to ask in this round: those that were out of reach a moment ago last. */
    private void plan(Errand<P> errand) {
        errand.left.clear();
        List<String> all = question.whom(errand.part);
        all.stream().filter(each -> !unreachable.has(each)).forEach(errand.left::add);
        all.stream().filter(unreachable::has).forEach(errand.left::add);
    }

    /** Asks the next instance of each part, those of one instance together and all at the same time. */
    private void once(List<Errand<P>> open) {
        Map<String, List<Errand<P>>> byInstance = new LinkedHashMap<>();
        for (Errand<P> errand : open) {
            if (!errand.left.isEmpty()) {
                byInstance
                        .computeIfAbsent(errand.left.remove(0), address -> new ArrayList<>())
                        .add(errand);
            }
        }
        Map<String, CompletableFuture<RowsReply>> asked = new LinkedHashMap<>();
        byInstance.forEach((address, parts) -> {
            if (!address.equals(here)) {
                asked.put(
                        address,
                        question.there(
                                address,
                                parts.stream().map(errand -> errand.part).toList()));
            }
        });
        byInstance.getOrDefault(here, List.of()).forEach(errand -> errand.take(question.here(errand.part)));
        asked.forEach((address, reply) -> settle(address, reply, byInstance.getOrDefault(address, List.of())));
    }

    private void settle(String address, CompletableFuture<RowsReply> reply, List<Errand<P>> errands) {
        try {
            List<RowsReply.Part> parts = reply.join().parts();
            for (int i = 0; i < errands.size(); i++) {
                errands.get(i).take(parts.get(i));
            }
            unreachable.remove(address);
        } catch (CompletionException | IndexOutOfBoundsException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof TooMuchException) {
                throw new BadRequestException(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof NotReadyException full) { // no fault of theirs
                throw full;
            }
            if (cause instanceof PeerBusyException) { // it is in reach, for others too
                unreachable.remove(address);
                errands.forEach(errand -> errand.reason = "instance " + address + " is busy: " + cause.getMessage());
                return;
            }
            if (!unreachable.has(address)) {
                LOG.info("instance {} does not answer for its rows: {}", address, cause.toString());
            }
            unreachable.add(address);
            placements.doubt();
            errands.forEach(errand -> errand.reason = "instance " + address + " does not answer"
                    + (cause instanceof PeerException ? ": " + cause.getMessage() : ""));
        }
    }
}
