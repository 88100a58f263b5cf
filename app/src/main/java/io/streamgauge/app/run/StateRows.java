package io.streamgauge.app.run;

import io.streamgauge.app.instances.LocalRows;
import io.streamgauge.app.instances.RowsQuery;
import io.streamgauge.app.instances.RowsReply;
import io.streamgauge.app.instances.VisitQuery;
import io.streamgauge.app.instances.VisitedEntity;
import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.LocalEntity;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.row.CorruptRowException;
import io.streamgauge.stream.EventPlace;
import io.streamgauge.stream.FeatureReader;
import io.streamgauge.stream.RowPlaces;
import io.streamgauge.stream.ViewWatermark;
import io.streamgauge.stream.Watermarks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Features from the rows that the running topology keeps in this process: its own partitions, and copies of others' that are
 * not further behind than allowed. A partition is this process' own from when its task is restored until it is given up.
 * Thread-safe.
 */
final class StateRows implements LocalRows {

    private final String applicationId;
    private final Completeness completeness;
    private final Watermarks watermarks;
    private final EventPlace place;
    private final CopyLag lag;
    private final Duration mostBehind;
    private final String address;
    private final Map<String, FeatureReader> readers = new HashMap<>();

    /**
     * @param address of this process, {@code host:port}
     * @param place knows how far events have come that this process takes in
     * @param mostBehind how far behind a copy may be that answers
     */
    StateRows(
            FeatureDefinition definition,
            KafkaStreams streams,
            String applicationId,
            Completeness completeness,
            Watermarks watermarks,
            EventPlace place,
            CopyLag lag,
            Duration mostBehind,
            String address) {
        this.applicationId = applicationId;
        this.completeness = completeness;
        this.watermarks = watermarks;
        this.place = place;
        this.lag = lag;
        this.mostBehind = mostBehind;
        this.address = address;
        definition.views().forEach(view -> readers.put(view.name(), FeatureReader.of(definition, view, streams)));
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public RowsReply.Part read(ViewDefinition view, RowsQuery.Part part, long atMs) {
        Optional<ViewWatermark> own = own(view, part.partition());
        try {
            if (own.isPresent()) {
                List<EntityFeatures> entities = entities(view, part, atMs);
                // Given up meanwhile, it may have become a copy while it was read.
                return own(view, part.partition()).isPresent()
                        ? new RowsReply.Rows(ServedBy.active(address), own.get().watermarkMs(), entities)
                        : new RowsReply.Declined("they are being moved away from " + address);
            }
            return copy(view, part, atMs);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return new RowsReply.Declined("instance " + address + " cannot read them: " + e.getMessage());
        }
    }

    @Override
    public RowsReply.Part visit(VisitQuery.Part part) {
        if (part instanceof VisitQuery.Visits visits) {
            return visits(visits);
        }
        return place.reached(part.partition())
                .<RowsReply.Part>map(reachedMs -> new RowsReply.Rows(ServedBy.active(address), reachedMs, List.of()))
                .orElseGet(() -> new RowsReply.Declined("instance " + address + " does not take in partition "
                        + part.partition() + " of the scored events; it is being restored or moved"));
    }

    private RowsReply.Part visits(VisitQuery.Visits part) {
        ViewDefinition view = part.view();
        RowsReply.Part moved = new RowsReply.Declined(
                "they are being restored or moved, and instance " + address + " does not take in their events");
        if (own(view, part.partition()).isEmpty()) {
            return moved;
        }
        try {
            FeatureReader reader = Objects.requireNonNull(readers.get(view.name()));
            List<EntityFeatures> found = part.visits().stream()
                    .map(visit -> reader.visited(part.partition(), visit))
                    .<EntityFeatures>map(visited -> new VisitedEntity(visited.known(), visited.values()))
                    .toList();
            return own(view, part.partition()).isPresent()
                    ? new RowsReply.Rows(ServedBy.active(address), OptionalLong.empty(), found)
                    : moved;
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return new RowsReply.Declined("instance " + address + " cannot read them: " + e.getMessage());
        }
    }

    private Optional<ViewWatermark> own(ViewDefinition view, int partition) {
        return watermarks.view(view.name(), partition);
    }

    private RowsReply.Part copy(ViewDefinition view, RowsQuery.Part part, long atMs) {
        // Before the rows are read: meanwhile the copy can only come nearer.
        Optional<CopyLag.Behind> behind = lag.of(RowPlaces.changelogs(applicationId, view, part.partition()));
        if (behind.isEmpty()) {
            return new RowsReply.Declined("instance " + address + " has no copy of them that has ever caught up");
        }
        if (behind.get().ms() > mostBehind.toMillis()) {
            return new RowsReply.Declined("the copy on instance " + address + " is "
                    + behind.get().ms() + " ms and " + behind.get().records()
                    + " records behind; allowed: " + mostBehind.toMillis() + " ms, runtime.standby_lag");
        }
        try {
            return new RowsReply.Rows(
                    new ServedBy(
                            address,
                            ServedBy.Role.STANDBY,
                            behind.get().ms(),
                            behind.get().records()),
                    OptionalLong.empty(),
                    entities(view, part, atMs));
        } catch (CorruptRowException e) {
            // A row and its older values lie in two changelogs, which are followed one after the other.
            return new RowsReply.Declined("the copy on instance " + address + " is between two changes");
        }
    }

    private List<EntityFeatures> entities(ViewDefinition view, RowsQuery.Part part, long atMs) {
        FeatureReader reader = Objects.requireNonNull(readers.get(view.name()));
        return reader.readings(part.partition(), part.entities(), atMs).stream()
                .<EntityFeatures>map(reading -> new LocalEntity(view, reading, completeness))
                .toList();
    }
}
