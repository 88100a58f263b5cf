package io.streamgauge.app.instances;

import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EventCodec;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.stream.Visit;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@link VisitQuery} as bytes, as {@link RowsCodec} has them; the answer is a {@link RowsReply}. Thread-safe.
 *
 * <pre>
 * query   version (1) definition, parts (4) { 0 partition (4) | 1 view, partition (4), visits (4) { visit } }
 * visit   entity, length (4) event, as {@link EventCodec} has it
 * </pre>
 */
public final class VisitCodec {

    private static final byte INTAKE = 0;
    private static final byte VISITS = 1;

    private final String definition;
    private final Map<String, View> views = new HashMap<>();

    private record View(ViewDefinition view, EventCodec events) {}

    public VisitCodec(FeatureDefinition definition) {
        this.definition = DefinitionHash.of(definition);
        for (ViewDefinition view : definition.views()) {
            views.put(
                    view.name(),
                    new View(
                            view,
                            new EventCodec(
                                    view.source().equals(definition.scored())
                                            ? new FeedEvents(definition, view).schema()
                                            : definition.scoredSource().schema())));
        }
    }

    byte[] encode(VisitQuery query) {
        return RowsCodec.written(out -> {
            RowsCodec.text(out, definition);
            out.writeInt(query.parts().size());
            for (VisitQuery.Part part : query.parts()) {
                if (part instanceof VisitQuery.Visits visits) {
                    visits(out, visits);
                } else {
                    out.writeByte(INTAKE);
                    out.writeInt(part.partition());
                }
            }
        });
    }

    private void visits(DataOutputStream out, VisitQuery.Visits part) throws IOException {
        out.writeByte(VISITS);
        RowsCodec.text(out, part.view().name());
        out.writeInt(part.partition());
        out.writeInt(part.visits().size());
        EventCodec events = view(part.view().name()).events();
        for (Visit visit : part.visits()) {
            RowsCodec.text(out, visit.entity());
            byte[] event = events.encode(visit.event());
            out.writeInt(event.length);
            out.write(event);
        }
    }

    /**
     * A query from its bytes; empty when who asks has another definition.
     *
     * @throws IllegalArgumentException when the bytes are no query of this version
     */
    public Optional<VisitQuery> query(byte[] bytes) {
        return RowsCodec.read(
                bytes,
                in -> RowsCodec.text(in).equals(definition)
                        ? Optional.of(new VisitQuery(RowsCodec.list(in, this::part)))
                        : Optional.empty());
    }

    private VisitQuery.Part part(DataInputStream in) throws IOException {
        if (in.readByte() == INTAKE) {
            return new VisitQuery.Intake(in.readInt());
        }
        View view = view(RowsCodec.text(in));
        return new VisitQuery.Visits(view.view(), in.readInt(), RowsCodec.list(in, each -> visit(view, each)));
    }

    private static Visit visit(View view, DataInputStream in) throws IOException {
        String entity = RowsCodec.text(in);
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("an event of " + length + " bytes");
        }
        return new Visit(view.view(), entity, view.events().decode(in.readNBytes(length)));
    }

    private View view(String name) {
        View view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("there is no view " + name);
        }
        return view;
    }
}
