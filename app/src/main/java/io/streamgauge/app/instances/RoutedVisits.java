package io.streamgauge.app.instances;

import io.streamgauge.app.online.NextEvent;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.app.online.UnanswerableException;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.stream.EventFeatures;
import io.streamgauge.stream.EventPlace;
import io.streamgauge.stream.Visit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The next event as the rows know it wherever they are kept: each view is asked where the entity's row is, and lateness where
 * the event would be taken in. Only who takes in the events of a partition is asked: a copy may lack some, and would give
 * what no event will find. Thread-safe.
 */
public final class RoutedVisits implements NextEvent {

    private final EventFeatures features;
    private final EventPlace place;
    private final RoutedReads.Partitions partitions;
    private final LocalRows local;
    private final Placements placements;
    private final Peers peers;
    private final ExchangeMemory memory;
    private final Unreachable unreachable = new Unreachable(System::nanoTime);

    public RoutedVisits(
            FeatureDefinition definition,
            EventPlace place,
            RoutedReads.Partitions partitions,
            LocalRows local,
            Placements placements,
            Peers peers,
            ExchangeMemory memory) {
        this.features = EventFeatures.through(definition, this::found);
        this.place = place;
        this.partitions = partitions;
        this.local = local;
        this.placements = placements;
        this.peers = peers;
        this.memory = memory;
    }

    @Override
    public List<FeatureValues> features(List<Event> events, long nowMs) {
        events.forEach(event -> refuse(place.ahead(event, nowMs)));
        Map<Integer, OptionalLong> reachedMs = reached(events);
        events.forEach(event -> refuse(place.late(event, reachedMs)));
        return features.of(events);
    }

    private static void refuse(Optional<String> reason) {
        if (reason.isPresent()) {
            throw new UnanswerableException(reason.get());
        }
    }

    @Override
    public ServedBy here() {
        return ServedBy.active(local.address());
    }

    @Override
    public boolean mayWait() {
        return !placements.alone();
    }

    private Map<Integer, OptionalLong> reached(List<Event> events) {
        TreeSet<Integer> asked = new TreeSet<>();
        events.forEach(event -> asked.addAll(place.partitions(event)));
        List<VisitQuery.Part> parts = new ArrayList<>();
        asked.forEach(partition -> parts.add(new VisitQuery.Intake(partition)));
        List<RowsReply.Rows> replies;
        try (ExchangeMemory.Share share = memory.share()) {
            replies = ask(parts, share);
        }
        Map<Integer, OptionalLong> reachedMs = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            reachedMs.put(parts.get(i).partition(), replies.get(i).watermarkMs());
        }
        return reachedMs;
    }

    private List<FeatureValues> found(List<Visit> visits) {
        try (ExchangeMemory.Share share = memory.share()) {
            return found(visits, share);
        }
    }

    private List<FeatureValues> found(List<Visit> visits, ExchangeMemory.Share share) {
        Found found = new Found(visits, share);
        int[] all = new int[visits.size()];
        Arrays.setAll(all, i -> i);
        for (int i : all) {
            Visit visit = visits.get(i);
            found.plan(partitions.of(visit.view(), visit.entity()), i);
        }
        found.askPlanned();
        for (int i : all) {
            Visit visit = visits.get(i);
            if (!found.known(i) && !partitions.certain(visit.view())) {
                int own = partitions.of(visit.view(), visit.entity());
                for (int partition = 0; partition < partitions.count(); partition++) {
                    if (partition != own) {
                        found.plan(partition, i);
                    }
                }
            }
        }
        found.askPlanned();
        return found.values();
    }

    /** What visits have found so far; an entity is where it is known. */
    private final class Found {

        private final List<Visit> visits;
        private final ExchangeMemory.Share share;
        private final @Nullable VisitedEntity[] entities;
        private final Map<Place, List<Integer>> planned = new LinkedHashMap<>();

        Found(List<Visit> visits, ExchangeMemory.Share share) {
            this.visits = visits;
            this.share = share;
            this.entities = new @Nullable VisitedEntity[visits.size()];
        }

        void plan(int partition, int visit) {
            planned.computeIfAbsent(new Place(visits.get(visit).view().name(), partition), there -> new ArrayList<>())
                    .add(visit);
        }

        void askPlanned() {
            List<List<Integer>> positions = List.copyOf(planned.values());
            List<VisitQuery.Part> parts = new ArrayList<>();
            planned.forEach((there, of) -> parts.add(new VisitQuery.Visits(
                    visits.get(of.get(0)).view(),
                    there.partition(),
                    of.stream().map(visits::get).toList())));
            planned.clear();
            List<RowsReply.Rows> replies = ask(parts, share);
            for (int i = 0; i < replies.size(); i++) {
                take(positions.get(i), replies.get(i));
            }
        }

        private void take(List<Integer> of, RowsReply.Rows reply) {
            if (reply.entities().size() != of.size()) {
                throw new NotReadyException(
                        reply.servedBy().instance() + " answered for another number of events than it was asked for");
            }
            for (int i = 0; i < of.size(); i++) {
                int visit = of.get(i);
                if (!known(visit)) {
                    VisitedEntity read = new VisitedEntity(
                            reply.entities().get(i).known(),
                            reply.entities().get(i).values());
                    if (read.known() || entities[visit] == null) {
                        entities[visit] = read;
                    }
                }
            }
        }

        boolean known(int visit) {
            VisitedEntity entity = entities[visit];
            return entity != null && entity.known();
        }

        List<FeatureValues> values() {
            return Arrays.stream(entities)
                    .map(entity -> Objects.requireNonNull(entity).values())
                    .toList();
        }
    }

    private record Place(String view, int partition) {}

    private List<RowsReply.Rows> ask(List<VisitQuery.Part> parts, ExchangeMemory.Share share) {
        return new RoutedQuery<>(new Asking(share), local.address(), placements, unreachable).ask(parts);
    }

    private final class Asking implements RoutedQuery.Question<VisitQuery.Part> {

        private final ExchangeMemory.Share share;

        Asking(ExchangeMemory.Share share) {
            this.share = share;
        }

        @Override
        public List<String> whom(VisitQuery.Part part) {
            Optional<String> who = part instanceof VisitQuery.Visits visits
                    ? placements.of(visits.view(), visits.partition()).map(Placement::active)
                    : placements.intake(part.partition());
            return who.stream().toList();
        }

        @Override
        public RowsReply.Part here(VisitQuery.Part part) {
            return local.visit(part);
        }

        @Override
        public CompletableFuture<RowsReply> there(String address, List<VisitQuery.Part> parts) {
            VisitQuery query = new VisitQuery(parts);
            return share.trying(part -> peers.ask(address, query, part));
        }

        @Override
        public String what(VisitQuery.Part part) {
            return part instanceof VisitQuery.Visits visits
                    ? "rows of view " + visits.view().name()
                    : "how far the scored events have come";
        }
    }
}
