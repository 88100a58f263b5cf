package io.streamgauge.app.registry;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** {@code /compatibility}: whether a schema could be registered, with the reasons why not. */
final class CompatibilityRoutes {

    private final Ledger ledger;

    private CompatibilityRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    static void add(RoutesConfig routes, Ledger ledger) {
        CompatibilityRoutes to = new CompatibilityRoutes(ledger);
        // With a slash at the end too, as the Java client writes it.
        routes.post("/compatibility/subjects/{subject}/versions", to::withSubject);
        routes.post("/compatibility/subjects/{subject}/versions/{version}", to::withVersion);
    }

    private void withSubject(Context ctx) {
        String subject = Http.subject(ctx);
        Schema schema = SchemaBody.read(Http.body(ctx));
        reply(
                ctx,
                ledger.read(known ->
                        Compatibility.problems(known.effectiveLevel(subject), schema, known.versions(subject, false))));
    }

    private void withVersion(Context ctx) {
        String subject = Http.subject(ctx);
        VersionChoice choice = VersionChoice.parse(ctx.pathParam("version"));
        Schema schema = SchemaBody.read(Http.body(ctx));
        reply(ctx, ledger.read(known -> {
            List<Version> one =
                    choice.of(known.versions(subject, false)).stream().toList();
            if (one.isEmpty() && !choice.isLatest()) {
                throw RegistryException.versionNotFound(choice.text());
            }
            return Compatibility.problems(known.effectiveLevel(subject), schema, one);
        }));
    }

    private static void reply(Context ctx, List<String> problems) {
        Http.reply(ctx, Map.of("is_compatible", problems.isEmpty(), "messages", problems));
    }
}
