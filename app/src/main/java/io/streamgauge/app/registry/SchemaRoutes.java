package io.streamgauge.app.registry;

import static io.streamgauge.app.registry.Http.flag;
import static io.streamgauge.app.registry.Http.reply;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code /schemas}: by id, and all of them. */
final class SchemaRoutes {

    private final Ledger ledger;

    private SchemaRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    static void add(RoutesConfig routes, Ledger ledger) {
        SchemaRoutes to = new SchemaRoutes(ledger);
        routes.get("/schemas", to::all);
        routes.get("/schemas/types", ctx -> reply(ctx, List.of("AVRO")));
        routes.get("/schemas/ids/{id}", to::byId);
        routes.get("/schemas/ids/{id}/schema", ctx -> Http.replyText(ctx, to.schema(ctx)));
        routes.get("/schemas/ids/{id}/subjects", to::subjects);
        routes.get("/schemas/ids/{id}/versions", to::versions);
        routes.get("/schemas/guids/{guid}", to::byGuid);
    }

    private void all(Context ctx) {
        Predicate<String> wanted = Listing.wantedSubject(ctx);
        boolean withDeleted = flag(ctx, "deleted");
        int offset = Math.max(0, Http.number(ctx, "offset").orElse(0));
        int limit = Http.number(ctx, "limit").filter(n -> n >= 0).orElse(Integer.MAX_VALUE);
        List<Version> versions = ledger.read(known -> known.names(withDeleted).stream()
                .filter(wanted)
                .map(subject -> known.versions(subject, withDeleted))
                .flatMap(of -> (flag(ctx, "latestOnly") ? of.subList(of.size() - 1, of.size()) : of).stream())
                .toList());
        reply(
                ctx,
                versions.stream().skip(offset).limit(limit).map(Listing::shown).toList());
    }

    private void byId(Context ctx) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("schema", schema(ctx));
        answer.put("schemaType", "AVRO");
        if (flag(ctx, "fetchMaxId")) {
            answer.put("maxId", ledger.read(Subjects::lastId));
        }
        reply(ctx, answer);
    }

    private void subjects(Context ctx) {
        reply(ctx, withId(ctx).stream().map(Version::subject).distinct().toList());
    }

    private void versions(Context ctx) {
        reply(
                ctx,
                withId(ctx).stream()
                        .map(version -> Map.of("subject", version.subject(), "version", version.version()))
                        .toList());
    }

    /** Schemas have ids here and no guids. */
    private void byGuid(Context ctx) {
        throw RegistryException.schemaNotFound("with guid " + ctx.pathParam("guid"));
    }

    private String schema(Context ctx) {
        int id = Http.integer(ctx.pathParam("id"));
        return ledger.read(known -> known.schema(id))
                .orElseThrow(() -> RegistryException.schemaNotFound(Integer.toString(id)));
    }

    private List<Version> withId(Context ctx) {
        schema(ctx);
        int id = Http.integer(ctx.pathParam("id"));
        return ledger.read(known -> known.all(flag(ctx, "deleted"))
                .filter(version -> version.id() == id)
                .toList());
    }
}
