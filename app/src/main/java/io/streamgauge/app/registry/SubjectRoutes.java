package io.streamgauge.app.registry;

import static io.streamgauge.app.registry.Http.flag;
import static io.streamgauge.app.registry.Http.reply;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/** {@code /subjects}: register, look up, list, delete. */
final class SubjectRoutes {

    private final Ledger ledger;
    private final Listing listing;

    private SubjectRoutes(Ledger ledger) {
        this.ledger = ledger;
        this.listing = new Listing(ledger);
    }

    static void add(RoutesConfig routes, Ledger ledger) {
        SubjectRoutes to = new SubjectRoutes(ledger);
        String one = "/subjects/{subject}/versions/{version}";
        routes.get("/subjects", to::names);
        routes.post("/subjects/{subject}", to::lookUp);
        routes.delete("/subjects/{subject}", to::deleteSubject);
        routes.get("/subjects/{subject}/metadata", to::metadata);
        routes.get("/subjects/{subject}/versions", to::versions);
        routes.post("/subjects/{subject}/versions", to::register);
        routes.get(one, ctx -> reply(ctx, Listing.shown(to.listing.version(ctx))));
        routes.delete(one, to::deleteVersion);
        routes.get(
                one + "/schema",
                ctx -> Http.replyText(ctx, to.listing.version(ctx).schema()));
        routes.get(one + "/referencedby", to::referencedBy);
    }

    private void names(Context ctx) {
        Predicate<String> wanted = Listing.wantedSubject(ctx);
        boolean withDeleted = flag(ctx, "deleted");
        reply(
                ctx,
                ledger.read(known ->
                        known.names(withDeleted).stream().filter(wanted).toList()));
    }

    private void lookUp(Context ctx) {
        String text = SchemaBody.read(Http.body(ctx)).toString();
        Version found = listing.versions(ctx).stream()
                .filter(version -> AvroText.same(version.schema(), text, flag(ctx, "normalize")))
                .findFirst()
                .orElseThrow(() -> RegistryException.schemaNotFound("of subject '" + Http.subject(ctx) + "'"));
        reply(ctx, Listing.shown(found));
    }

    private void register(Context ctx) {
        String subject = Http.subject(ctx);
        Schema schema = SchemaBody.read(Http.body(ctx));
        Version version = ledger.write(known -> Edits.register(known, subject, schema, flag(ctx, "normalize")));
        reply(ctx, Map.of("id", version.id(), "version", version.version(), "schemaType", "AVRO"));
    }

    private void deleteSubject(Context ctx) {
        String subject = Http.subject(ctx);
        reply(ctx, ledger.write(known -> Edits.deleteSubject(known, subject, flag(ctx, "permanent"))));
    }

    private void versions(Context ctx) {
        reply(ctx, listing.versions(ctx).stream().map(Version::version).toList());
    }

    private void deleteVersion(Context ctx) {
        String subject = Http.subject(ctx);
        VersionChoice choice = VersionChoice.parse(ctx.pathParam("version"));
        reply(ctx, ledger.write(known -> Edits.deleteVersion(known, subject, choice, flag(ctx, "permanent"))));
    }

    /** Versions carry no metadata here, so none has the one asked for. */
    private void metadata(Context ctx) {
        listing.versions(ctx);
        throw RegistryException.versionNotFound("with metadata " + ctx.queryParams("key"));
    }

    /** Nothing refers to a schema here, since references are refused. */
    private void referencedBy(Context ctx) {
        listing.version(ctx);
        reply(ctx, List.of());
    }
}
